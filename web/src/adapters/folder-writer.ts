/**
 * Writes files of a share into a folder that a person chose, so that it can be broken off anywhere and gone on with.
 *
 * What is there and is not ours is never changed: a file with our name stays unless it has our contents, and ours gets
 * a number. A file is ours when a place was noted for it before it was made; it is continued only as long as all that
 * it holds is the beginning of what it shall hold. Browsers show what was written when a file is closed and not before,
 * and copy what is there to go on: docs/decisions/0013-saving-into-a-folder.md.
 */
import { equalBytes } from '@flockdrop/shared/bytes';
import { foldName, numberedName } from '@flockdrop/shared/metainfo';
import { FolderError, FolderTree, noName, onDisk } from './folder-tree.ts';

/** Read and written at a time. */
const CHUNK_BYTES = 1024 * 1024;
/** A file is closed after so much at the earliest. */
const COMMIT_BYTES = 256 * 1024 * 1024;
/** Files of one name. */
const MAX_NUMBER = 1_000;

export interface FolderFile {
  /** Names it for `read` and among the places. */
  readonly index: number;
  /** Safe, relative, `/`-separated. */
  readonly path: string;
  /** Bytes. */
  readonly length: number;
}

/** Where a file lies below the folder, and what it was when it was closed last; both 0 before. */
export interface Place {
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/** By index. What is put must be there after a crash of the page. */
export interface Places {
  all(): Iterable<readonly [index: number, place: Place]>;
  get(index: number): Place | undefined;
  put(index: number, place: Place): Promise<void>;
}

export interface FolderWriterOptions {
  readonly folder: FileSystemDirectoryHandle;
  /** Of this share in this folder. */
  readonly places: Places;
  /** All of the share: no file takes the name of another. */
  readonly files: readonly FolderFile[];
  /** Exactly `length` verified bytes; at most 1 MiB is asked at a time. */
  read(index: number, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** How much may be lost when the page dies; the more, the less is copied. */
  readonly commitBytes?: number;
}

export interface WriteOptions {
  readonly signal: AbortSignal;
  /** More bytes of the file are in the folder, or were found there. */
  onBytes(bytes: number): void;
}

interface Spot {
  readonly handle: FileSystemFileHandle;
  readonly path: string;
  /** Bytes that are right already. */
  readonly from: number;
}

export class FolderWriter {
  readonly #options: FolderWriterOptions;
  readonly #tree: FolderTree;
  /** Names in the folder that are spoken for, as a disk may take them for the same: whose they are. */
  readonly #spokenFor = new Map<string, number>();

  constructor(options: FolderWriterOptions) {
    this.#options = options;
    this.#tree = new FolderTree(options.folder);
    for (const { index, path } of options.files) this.#spokenFor.set(foldName(path), index);
    for (const [index, { path }] of options.places.all()) this.#spokenFor.set(foldName(path), index);
  }

  /**
   * Resolves once the whole file is in the folder. Throws FolderError, what `read` throws, or the signal's reason; then
   * what was written stays, where the disk still takes it, and the next call goes on from there.
   */
  async write(file: FolderFile, options: WriteOptions): Promise<void> {
    const spot = (await this.#ours(file, options.signal)) ?? (await this.#claim(file, options.signal));
    options.onBytes(spot.from);
    const { commitBytes = COMMIT_BYTES } = this.#options;
    for (let at = spot.from; at < file.length; ) {
      const end = nextCommit(at, file.length, commitBytes);
      await this.#extend(file, { ...spot, from: at }, end, options);
      at = end;
    }
  }

  /** What an earlier run made, unless it is gone or somebody changed it. */
  async #ours(file: FolderFile, signal: AbortSignal): Promise<Spot | null> {
    const place = this.#options.places.get(file.index);
    const handle = place === undefined ? null : await this.#tree.find(place.path);
    if (place === undefined || handle === null) return null;
    const present = await onDisk(place.path, () => handle.getFile());
    if (present.size > file.length) return null;
    const isAsLeft = present.size === place.length && present.lastModified === place.modified;
    if (!isAsLeft && !(await this.#beginsAs(file, place.path, present, signal))) return null;
    return { handle, path: place.path, from: present.size };
  }

  /** A name for a file that has none yet, or whose own is somebody else's by now. */
  async #claim(file: FolderFile, signal: AbortSignal): Promise<Spot> {
    const names = file.path.split('/');
    const name = names.pop() ?? '';
    const folder = await this.#tree.folder(names);
    let wanted = name;
    for (let number = 1; number <= MAX_NUMBER; number++) {
      const tried = number === 1 ? wanted : numberedName(wanted, number);
      const path = folder.prefix + tried;
      const owner = this.#spokenFor.get(foldName(path));
      if (owner !== undefined && owner !== file.index) continue;
      const entry = await this.#tree.look(folder, tried);
      if (entry === 'refused' && wanted === name) {
        wanted = `${name}_`;
        number = 0;
      }
      if (entry === 'taken' || entry === 'refused') continue;
      const handle = entry === 'absent' ? null : entry;
      const spot =
        handle === null
          ? await this.#make(file, path, () => this.#tree.create(folder, tried))
          : await this.#adopt(file, path, handle, signal);
      if (spot !== null) return spot;
    }
    throw noName(file.path);
  }

  /** The place is noted first: a file of which nothing is known is somebody else's. */
  async #make(
    file: FolderFile,
    path: string,
    create: () => Promise<FileSystemFileHandle>,
  ): Promise<Spot | null> {
    await this.#note(file, { path, length: 0, modified: 0 });
    const handle = await create();
    // Somebody else may have made it just now.
    const { size } = await onDisk(path, () => handle.getFile());
    return size === 0 ? { handle, path, from: 0 } : null;
  }

  /** Somebody else's file that has our contents is as good as ours, and needs nothing written. */
  async #adopt(
    file: FolderFile,
    path: string,
    handle: FileSystemFileHandle,
    signal: AbortSignal,
  ): Promise<Spot | null> {
    const present = await onDisk(path, () => handle.getFile());
    if (present.size !== file.length) return null;
    if (!(await this.#beginsAs(file, path, present, signal))) return null;
    await this.#note(file, { path, length: present.size, modified: present.lastModified });
    return { handle, path, from: present.size };
  }

  /** Writes from `spot.from` to `end` and closes the file: then it is there to stay. */
  async #extend(file: FolderFile, spot: Spot, end: number, { signal, onBytes }: WriteOptions): Promise<void> {
    const { handle, path } = spot;
    const keepExistingData = spot.from > 0;
    const writable = await onDisk(path, () => handle.createWritable({ keepExistingData }));
    let at = spot.from;
    try {
      let next = this.#read(file, at, end);
      while (at < end) {
        const data = await next;
        signal.throwIfAborted();
        // The next chunk is read while this one is written.
        next = this.#read(file, at + data.byteLength, end);
        next.catch(() => undefined);
        await onDisk(path, () => writable.write({ type: 'write', position: at, data }));
        at += data.byteLength;
        onBytes(data.byteLength);
      }
    } catch (error) {
      await this.#close(file, spot, writable, at).catch(() => writable.abort().catch(() => undefined));
      throw error;
    }
    await this.#close(file, spot, writable, at);
  }

  async #close(
    file: FolderFile,
    { handle, path }: Spot,
    writable: FileSystemWritableFileStream,
    length: number,
  ): Promise<void> {
    await onDisk(path, () => writable.close());
    const present = await onDisk(path, () => handle.getFile());
    if (present.size !== length) {
      throw new FolderError(
        'save-failed',
        `“${path}” was changed by something else while it was saved. Save again.`,
        { words: 'save-failed.changed', path },
      );
    }
    await this.#note(file, { path, length, modified: present.lastModified });
  }

  async #read(file: FolderFile, at: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const length = Math.min(CHUNK_BYTES, end - at);
    return length <= 0 ? new Uint8Array() : this.#options.read(file.index, at, length);
  }

  /** Whether all that is there is what the file begins with. */
  async #beginsAs(file: FolderFile, path: string, present: File, signal: AbortSignal): Promise<boolean> {
    for (let at = 0; at < present.size; at += CHUNK_BYTES) {
      signal.throwIfAborted();
      const end = Math.min(present.size, at + CHUNK_BYTES);
      const there = new Uint8Array(await onDisk(path, () => present.slice(at, end).arrayBuffer()));
      const wanted = await this.#read(file, at, end);
      if (there.byteLength !== wanted.byteLength || !equalBytes(there, wanted)) return false;
    }
    return true;
  }

  async #note(file: FolderFile, place: Place): Promise<void> {
    this.#spokenFor.set(foldName(place.path), file.index);
    await this.#options.places.put(file.index, place);
  }
}

/**
 * Where to close a file next. Going on costs a copy of what is there, so that is done each time that it has grown
 * fourfold, and not for a rest shorter than that: at most two thirds of a file are copied, all in all.
 */
function nextCommit(at: number, length: number, least: number): number {
  const next = Math.max(least, 4 * at);
  return length - next < next ? length : next;
}
