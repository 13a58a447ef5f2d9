import type { Geometry } from '@flockdrop/shared/metainfo';
import { saveShare } from './save.ts';
import type { FileSnapshot, Problem } from './snapshot.ts';

export interface SavesListener {
  onChange(): void;
  /** `null`: the next save begins, and what went wrong before is over. */
  onProblem(problem: Problem | null): void;
}

/** What of a share is being saved to disk now, and how far; several saves may run side by side. */
export class Saves {
  readonly #listener: SavesListener;
  readonly #progress = new Map<object, number>();
  #done = 0;

  constructor(listener: SavesListener) {
    this.#listener = listener;
  }

  /** 0–1 of the save that is least far, `null` when nothing is being saved. */
  get progress(): number | null {
    return this.#progress.size === 0 ? null : Math.min(...this.#progress.values());
  }

  /** Saves that came to a good end. */
  get done(): number {
    return this.#done;
  }

  /** Call from a gesture. `fileIndex` counts in the torrent; without it everything is saved. */
  begin(options: {
    readonly name: string;
    readonly geometry: Geometry;
    readonly files: readonly FileSnapshot[];
    readonly fileIndex: number | undefined;
    piece(index: number): Promise<Uint8Array | null>;
  }): void {
    const id = {};
    this.#listener.onProblem(null);
    this.#set(id, 0);
    saveShare({
      ...options,
      piece: (index) => options.piece(index),
      onProgress: (progress) => this.#set(id, progress),
      onEnd: (problem) => {
        if (problem === null) this.#done++;
        if (problem !== null && problem.code !== 'save-cancelled') this.#listener.onProblem(problem);
        this.#set(id, null);
      },
    });
  }

  #set(id: object, progress: number | null): void {
    if (progress === null) this.#progress.delete(id);
    else this.#progress.set(id, progress);
    this.#listener.onChange();
  }
}
