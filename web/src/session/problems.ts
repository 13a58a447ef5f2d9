import type { MetainfoError } from '@flockdrop/shared/metainfo';
import type { Problem } from './snapshot.ts';

/** Where a problem comes from, the gravest first. */
const SOURCES = ['fatal', 'storage', 'files', 'save', 'server', 'memory'] as const;
export type ProblemSource = (typeof SOURCES)[number];

/**
 * What is wrong with one share. Each source has one problem at most, which goes when its source is well again or a
 * person has read it; the gravest one is shown.
 */
export class Problems {
  readonly #present = new Map<ProblemSource, Problem>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get shown(): Problem | null {
    const source = this.#gravest();
    return source === null ? null : (this.#present.get(source) ?? null);
  }

  /** Nothing can go on. */
  get isFatal(): boolean {
    return this.#present.has('fatal');
  }

  has(source: ProblemSource): boolean {
    return this.#present.has(source);
  }

  /** `null`: the source is well again. */
  put(source: ProblemSource, problem: Problem | null): void {
    if (problem === null) {
      this.clear(source);
      return;
    }
    this.#present.set(source, problem);
    this.#onChange();
  }

  clear(...sources: readonly ProblemSource[]): void {
    const present = sources.filter((source) => this.#present.delete(source));
    if (present.length > 0) this.#onChange();
  }

  /** The one shown was read. What is fatal stays: there is nothing else to show. */
  dismiss(): void {
    const source = this.#gravest();
    if (source !== null && source !== 'fatal') this.clear(source);
  }

  #gravest(): ProblemSource | null {
    return SOURCES.find((source) => this.#present.has(source)) ?? null;
  }
}

/** What is wrong with a torrent, a link or a file to be shared. The catalogues know kinds; which part it is they leave out. */
export function metainfoProblem({ code: kind, message }: MetainfoError, code: string = kind): Problem {
  return { code, message, words: `torrent.${kind}`, values: { reason: message } };
}

/** A problem with one file, as errors with a path tell it. */
export function fileProblem({
  code,
  path,
  message,
}: {
  readonly code: string;
  readonly path: string;
  readonly message: string;
}): Problem {
  return { code, message, values: { path } };
}

/** What an error says that knows its code; `null` of any other. */
export function codedProblem(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const { code, message, words, values, path } = error as Error & Problem & { readonly path?: string };
  const named = values ?? (path === undefined ? undefined : { path });
  return {
    code,
    message,
    ...(words === undefined ? {} : { words }),
    ...(named === undefined ? {} : { values: named }),
  };
}

/** The same problem keeps its identity. */
export function reuseProblem(before: Problem | null | undefined, now: Problem | null): Problem | null {
  if (now === null) return null;
  const isSame = before?.code === now.code && before.message === now.message && before.words === now.words;
  return isSame ? before : now;
}
