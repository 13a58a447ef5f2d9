import { reuseProblem } from './problems.ts';
import { reuse, reuseRows } from './reuse.ts';
import type { FileSnapshot, ShareSnapshot } from './snapshot.ts';

/**
 * A share's snapshot on its way between tabs. Of many thousand file rows only those travel that changed, and the
 * other side keeps the identity of what did not.
 */
export interface ToldSnapshot {
  /** Without its file rows. */
  readonly share: ShareSnapshot;
  readonly fileCount: number;
  /** Those that changed since the last one told; `index` says where they belong. */
  readonly rows: readonly FileSnapshot[];
}

/** In the tab that runs a share. */
export class Teller {
  #told: ShareSnapshot | null = null;

  /** `null` when nothing changed since the last one. */
  next(share: ShareSnapshot): ToldSnapshot | null {
    const before = this.#told;
    if (before === share) return null;
    this.#told = share;
    return {
      share: { ...share, files: [] },
      fileCount: share.files.length,
      rows: before === null ? share.files : changedRows(before.files, share.files),
    };
  }

  /** Somebody listens who heard nothing yet: all of it is told again. */
  startOver(): void {
    this.#told = null;
  }
}

/** In a tab that shows it. */
export class Hearer {
  #heard: ShareSnapshot | null = null;

  get heard(): ShareSnapshot | null {
    return this.#heard;
  }

  /** False when rows are missing that were told before we listened. */
  hear({ share, fileCount, rows }: ToldSnapshot): boolean {
    const before = this.#heard;
    const files = patched(before?.files ?? [], fileCount, rows);
    if (files === null) return false;
    this.#heard = reuse(before, {
      ...share,
      files,
      peers: reuseRows(before?.peers ?? [], share.peers, (peer) => peer.id),
      problem: reuseProblem(before?.problem, share.problem),
      diagnosis: reuseProblem(before?.diagnosis, share.diagnosis),
      warning: reuseProblem(before?.warning, share.warning),
    });
    return true;
  }

  forget(): void {
    this.#heard = null;
  }
}

function changedRows(before: readonly FileSnapshot[], now: readonly FileSnapshot[]): readonly FileSnapshot[] {
  if (before === now) return [];
  return before.length === now.length ? now.filter((row, at) => row !== before[at]) : now;
}

/** `null` when there is nothing to patch. */
function patched(
  before: readonly FileSnapshot[],
  count: number,
  rows: readonly FileSnapshot[],
): readonly FileSnapshot[] | null {
  if (rows.length === count) return reuseRows(before, rows, (row) => row.index);
  if (before.length !== count) return null;
  if (rows.length === 0) return before;
  const files = [...before];
  for (const row of rows) files[row.index] = row;
  return files;
}
