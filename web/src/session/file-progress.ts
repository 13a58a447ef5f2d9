import { type Geometry, safePaths } from '@flockdrop/shared/metainfo';
import { NORMAL_PRIORITY, type Priority } from '@flockdrop/shared/swarm';
import { promisedKind } from '../worker/inert-types.ts';
import type { FileSnapshot } from './snapshot.ts';

/** How much of each file is verified and stored; rows that did not change keep their identity. */
export class FileProgress {
  readonly #geometry: Geometry;
  readonly #bytes: Float64Array;
  readonly #priorities: Uint8Array;
  readonly #changed = new Set<number>();
  #rows: readonly FileSnapshot[];

  constructor(geometry: Geometry, name: string, have: Iterable<number>) {
    this.#geometry = geometry;
    this.#bytes = new Float64Array(geometry.files.length);
    this.#priorities = new Uint8Array(geometry.files.length).fill(NORMAL_PRIORITY);
    for (const piece of have) this.#add(piece);
    this.#rows = displayPaths(geometry, name).map((path, index) => this.#row(index, path));
  }

  stored(piece: number): void {
    this.#changed.add(this.#add(piece));
  }

  /** Counts anew; rows that come out the same keep their identity. */
  recount(have: Iterable<number>): void {
    const before = this.#bytes.slice();
    this.#bytes.fill(0);
    for (const piece of have) this.#add(piece);
    for (const [index, bytes] of this.#bytes.entries()) if (bytes !== before[index]) this.#changed.add(index);
  }

  /** @param priorities by file; `null`: all are normal */
  choose(priorities: Uint8Array | null): void {
    for (const [index, before] of this.#priorities.entries()) {
      const after = priorities?.[index] ?? NORMAL_PRIORITY;
      if (after === before) continue;
      this.#priorities[index] = after;
      this.#changed.add(index);
    }
  }

  rows(): readonly FileSnapshot[] {
    if (this.#changed.size === 0) return this.#rows;
    const rows = [...this.#rows];
    for (const index of this.#changed) rows[index] = this.#row(index, rows[index]?.path ?? '');
    this.#changed.clear();
    this.#rows = rows;
    return rows;
  }

  /** Returns the index of the piece's file. */
  #add(piece: number): number {
    const { index } = this.#geometry.fileOfPiece(piece);
    this.#bytes[index] = (this.#bytes[index] ?? 0) + this.#geometry.pieceLengthOf(piece);
    return index;
  }

  #row(index: number, path: string): FileSnapshot {
    const length = this.#geometry.files[index]?.length ?? 0;
    const progress = length === 0 ? 1 : (this.#bytes[index] ?? 0) / length;
    const priority = priorityOf(this.#priorities[index]);
    return { index, path, length, progress, priority, kind: promisedKind(path) };
  }
}

function priorityOf(value: number | undefined): Priority {
  return value === 0 || value === 1 || value === 3 ? value : NORMAL_PRIORITY;
}

/** Safe paths of all files; the one file of a single-file share goes by the name of the share. */
export function displayPaths(geometry: Geometry, name: string): readonly string[] {
  const [only] = geometry.files;
  if (geometry.files.length === 1 && only?.path.length === 1 && only.path[0] === name)
    return safePaths([[name]]);
  return safePaths(geometry.files.map(({ path }) => path));
}
