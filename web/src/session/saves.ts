import type { Geometry } from '@flockdrop/shared/metainfo';
import type { SaveProblem, Saving } from '../adapters/saver.ts';
import { saveShare } from './save.ts';
import type { FileSnapshot } from './snapshot.ts';

interface Running {
  saving: Saving | null;
  readonly length: number;
  bytes: number;
}

export interface SaveRequest {
  readonly name: string;
  readonly geometry: Geometry;
  readonly files: readonly FileSnapshot[];
  piece(index: number): Promise<Uint8Array | null>;
  /** `null`: it is saved. */
  onEnd(problem: SaveProblem | null): void;
}

/** The ordinary downloads of one share that are under way; several may run side by side. */
export class Saves {
  readonly #onChange: () => void;
  readonly #running = new Set<Running>();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Bytes of all of them together; `null` when there is none. */
  get progress(): { readonly bytes: number; readonly length: number } | null {
    if (this.#running.size === 0) return null;
    let [bytes, length] = [0, 0];
    for (const one of this.#running) {
      bytes += one.bytes;
      length += one.length;
    }
    return { bytes, length };
  }

  begin({ onEnd, ...request }: SaveRequest): void {
    const running: Running = { saving: null, length: lengthOf(request.files), bytes: 0 };
    this.#running.add(running);
    this.#onChange();
    running.saving = saveShare({
      ...request,
      piece: (index) => request.piece(index),
      onProgress: (progress) => {
        running.bytes = Math.round(progress * running.length);
        this.#onChange();
      },
      onEnd: (problem) => {
        this.#running.delete(running);
        onEnd(problem);
        this.#onChange();
      },
    });
  }

  /** Each ends with `save-cancelled`. */
  cancel(): void {
    for (const { saving } of this.#running) saving?.cancel();
  }
}

function lengthOf(files: readonly FileSnapshot[]): number {
  return files.reduce((sum, { length }) => sum + length, 0);
}
