import { toHex } from '@flockdrop/shared/bytes';
import {
  encodeTorrent,
  hasAmbiguousOrder,
  MetainfoError,
  parseTorrent,
  type Torrent,
} from '@flockdrop/shared/metainfo';
import type { Library, ShareChange, ShareRecord } from '../adapters/library-store.ts';
import { usable } from './selection.ts';

/** What becomes of a record that is in the library already when a share takes its place there. */
export type Merge = (present: ShareRecord | null, ours: ShareRecord) => ShareRecord;

/** What is remembered counts. */
export const known: Merge = (present, ours) => present ?? ours;

/** Who picks the files of a share that is here already shares it, with all that is known of it. */
export const offered: Merge = (present, ours) =>
  present === null
    ? ours
    : {
        ...present,
        name: ours.name,
        length: ours.length,
        torrent: ours.torrent,
        priorities: null,
        addedAt: ours.addedAt,
        completed: true,
        role: 'seed',
        paused: false,
        handles: ours.handles.length > 0 ? ours.handles : present.handles,
      };

/**
 * What this browser knows of one share: its record, which all tabs have in common, and the torrent in it. It reads
 * and writes the library; it holds no pieces.
 */
export class ShareMemory {
  readonly #library: Library;
  readonly #onWritten: (error: unknown) => void;
  #record: ShareRecord;
  #torrent: Torrent | null = null;
  #isAmbiguous = false;

  /**
   * @param torrent that of the record, where it is at hand: it takes a while to read
   * @param onWritten after every write: `null`, or why nothing of it will be left after this tab
   */
  constructor(
    library: Library,
    record: ShareRecord,
    torrent: Torrent | undefined,
    onWritten: (error: unknown) => void,
  ) {
    this.#library = library;
    this.#onWritten = onWritten;
    this.#record = record;
    this.#open(torrent ?? torrentOf(record));
  }

  get record(): ShareRecord {
    return this.#record;
  }

  /** `null` until the metadata is known. */
  get torrent(): Torrent | null {
    return this.#torrent;
  }

  /** How much each file is wanted; `null`: all of them, normally, or the files are not known yet. */
  get priorities(): Uint8Array<ArrayBuffer> | null {
    const { priorities } = this.#record;
    return this.#torrent === null ? null : usable(priorities, this.#torrent.info.geometry.files.length);
  }

  /** Whether clients that sort names in another way compute another info-hash. */
  get isAmbiguous(): boolean {
    return this.#isAmbiguous;
  }

  /** Takes its place in the library. */
  async settle(merge: Merge): Promise<void> {
    const ours = this.#record;
    await this.#write(async () => {
      this.#take(await this.#library.merge(ours.infoHash, (present) => merge(present, ours)));
    });
  }

  patch(change: ShareChange): Promise<void> {
    this.#record = { ...this.#record, ...change };
    return this.#write(() => this.#library.patch(this.#record.infoHash, change));
  }

  learn(torrent: Torrent): Promise<void> {
    this.#open(torrent);
    return this.patch({
      name: torrent.info.name,
      length: torrent.info.geometry.totalLength,
      torrent: encodeTorrent(torrent),
    });
  }

  /** Takes over what another tab wrote; false when there is nothing. */
  async refresh(): Promise<boolean> {
    const record = await this.#library.get(this.#record.infoHash);
    if (record !== null) this.#take(record);
    return record !== null;
  }

  #take(record: ShareRecord): void {
    this.#record = record;
    if (this.#torrent === null) this.#open(torrentOf(record));
  }

  #open(torrent: Torrent | null): void {
    this.#torrent = torrent;
    this.#isAmbiguous =
      torrent !== null && hasAmbiguousOrder(torrent.info.geometry.files.map(({ path }) => path));
  }

  async #write(write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
      this.#onWritten(null);
    } catch (error) {
      this.#onWritten(error);
    }
  }
}

/** The torrent of a record; `null` when it has none, or a damaged one: the metadata is fetched again then. */
function torrentOf({ infoHash, torrent }: ShareRecord): Torrent | null {
  if (torrent === null) return null;
  try {
    const parsed = parseTorrent(torrent);
    return toHex(parsed.info.infoHashV2) === infoHash ? parsed : null;
  } catch (error) {
    if (!(error instanceof MetainfoError)) throw error;
    return null;
  }
}
