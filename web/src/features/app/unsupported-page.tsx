import type { Problem } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Logo } from '../../ui/logo.tsx';
import { problemWords } from './problem-words.ts';

/** Another try may well end otherwise. */
const PASSING: readonly string[] = ['load-failed', 'start-failed'];

/** What is missing, instead of a blank page. */
export function UnsupportedPage({ problem }: { readonly problem: Problem }) {
  const text = useText();
  const isPassing = PASSING.includes(problem.code);
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-4 px-6">
      <Logo className="size-12" />
      <h1 className="text-2xl font-semibold">{text(isPassing ? 'app.unstarted' : 'app.unsupported')}</h1>
      <p role="alert" data-testid="error" data-code={problem.code} className="text-pretty text-quiet">
        {problemWords(text, problem)}
      </p>
      {isPassing && (
        <Button look="primary" onClick={() => location.reload()}>
          {text('app.reload')}
        </Button>
      )}
    </main>
  );
}
