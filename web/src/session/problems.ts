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
