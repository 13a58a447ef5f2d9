import type { Problem } from '../../session/snapshot.ts';

/** What is missing, instead of a blank page. */
export function UnsupportedPage({ problem }: { readonly problem: Problem }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 px-6">
      <img src="/icon.svg" alt="" className="size-12" />
      <h1 className="text-2xl font-semibold">Flockdrop cannot run here</h1>
      <p role="alert" data-testid="error" data-code={problem.code} className="text-pretty text-quiet">
        {problem.message}
      </p>
    </main>
  );
}
