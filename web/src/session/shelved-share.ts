import { fromHex } from '@flockdrop/shared/bytes';
import { formatLink, safeName } from '@flockdrop/shared/metainfo';
import type { ShareRecord } from '../adapters/library-store.ts';
import { openPieceStore } from '../adapters/piece-store.ts';
import { claimShare } from '../adapters/tab-lock.ts';
import { BLANK_SHARE } from './blank-share.ts';
import type { Problem, ShareSnapshot } from './snapshot.ts';

/** A share that is remembered and does not run: one too many to run them all by themselves, or a damaged one. */
export class ShelvedShare {
  /** As in the library. */
  readonly key: string;
  /** `null`: it cannot be read. */
  readonly record: ShareRecord | null;
  readonly #snapshot: ShareSnapshot;

  private constructor(record: ShareRecord | null, snapshot: ShareSnapshot) {
    this.key = snapshot.key;
    this.record = record;
    this.#snapshot = snapshot;
  }

  /** @param origin of the page */
  static resting(record: ShareRecord, origin: string): ShelvedShare {
    const name = safeName(record.name);
    const infoHash = fromHex(record.infoHash) ?? new Uint8Array(32);
    const length = record.length === null ? {} : { length: record.length };
    return new ShelvedShare(record, {
      ...BLANK_SHARE,
      key: record.infoHash,
      infoHash: record.infoHash,
      name,
      totalLength: record.length,
      claimed: record.torrent === null,
      state: 'paused',
      progress: record.completed ? 1 : 0,
      link: formatLink(origin, { infoHash, name, ...length }),
      persistence: record.persistence,
      addedAt: record.addedAt,
      diagnosis: RESTING,
    });
  }

  static damaged(name: string): ShelvedShare {
    return new ShelvedShare(null, {
      ...BLANK_SHARE,
      key: name,
      name: 'A share that cannot be read',
      totalLength: null,
      state: 'error',
      addedAt: 0,
      problem: {
        code: 'record-damaged',
        message:
          'What this browser remembered of a share is damaged. Remove it to free its space, or open its link again: what is stored is used then.',
      },
    });
  }

  /** v2 info-hash, hex; `null` where nobody can tell any more. */
  get infoHash(): string | null {
    return this.#snapshot.infoHash;
  }

  snapshot(): ShareSnapshot {
    return this.#snapshot;
  }
}

const RESTING: Problem = {
  code: 'resting',
  message:
    'Only the newest shares run by themselves when the page opens. Resume an older one to go on with it.',
};

/** Deletes the pieces behind a name in the library; false when another tab uses them. */
export async function discardPieces(name: string): Promise<boolean> {
  if (fromHex(name)?.length !== 32) return true;
  const claimed = await new Promise<ReturnType<typeof claimShare> | null>((resolve) => {
    const claim = claimShare(name, {
      onAcquired: () => resolve(claim),
      onWaiting: () => {
        claim.release();
        resolve(null);
      },
    });
  });
  if (claimed === null) return false;
  try {
    await openPieceStore(name).destroy();
  } finally {
    claimed.release();
  }
  return true;
}
