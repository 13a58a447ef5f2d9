import { Bitfield } from '../bytes/index.ts';
import { buildTorrent, checkShape, type ShareShape } from './build.ts';
import { fail, MetainfoError } from './errors.ts';
import { choosePieceLength, Geometry } from './geometry.ts';
import type { Torrent } from './info.ts';
import { HASH_LENGTH } from './merkle.ts';
import { isV1Padded, SHA1_LENGTH } from './v1-files.ts';

/**
 * Hashes files into a torrent, a few pieces in memory at a time. The parts stand alone so that several workers
 * may share the hashing: a `TorrentBuilder` says what each piece is, `hashPiece` hashes one, the builder
 * collects. Reading and bulk hashing are arguments.
 */
export interface Digest {
  /** 20 bytes. Here and below WebCrypto copies `data` before it returns. */
  sha1(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  /** Root of the piece's Merkle tree over its 16 KiB leaves, 32 bytes; `leafWidth` as in `pieceRoot`. */
  pieceRoot(data: Uint8Array<ArrayBuffer>, leafWidth: number): Promise<Uint8Array>;
}

export interface FileToShare {
  readonly path: readonly string[];
  /** Bytes. */
  readonly length: number;
}

/** What there is to hash in one piece. Plain data, for a message to a worker. */
export interface PieceToHash {
  readonly piece: number;
  /** Index in the list of files as it was given. */
  readonly file: number;
  /** Bytes within the file. */
  readonly offset: number;
  readonly length: number;
  /** Leaves its Merkle tree spans, a power of two. */
  readonly leafWidth: number;
  /** Bytes that v1 hashes: the data and the zeros that pad it. */
  readonly v1Length: number;
}

export interface PieceHashes {
  /** v2: root of the piece's Merkle tree, 32 bytes. */
  readonly root: Uint8Array;
  /** v1: 20 bytes. */
  readonly sha1: Uint8Array;
}

/** Hashes one piece both ways at once. `data` is not changed and, where the digests copy it at once, not kept. */
export async function hashPiece(
  data: Uint8Array<ArrayBuffer>,
  { leafWidth, v1Length }: Pick<PieceToHash, 'leafWidth' | 'v1Length'>,
  digest: Digest,
): Promise<PieceHashes> {
  const [sha1, root] = await Promise.all([
    digest.sha1(zeroPadded(data, v1Length)),
    digest.pieceRoot(data, leafWidth),
  ]);
  return { root, sha1 };
}

function zeroPadded(data: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (data.length >= length) return data;
  const padded = new Uint8Array(length);
  padded.set(data);
  return padded;
}

export interface ShareOptions extends Pick<ShareShape, 'name' | 'folder'> {
  readonly files: readonly FileToShare[];
  /** Bytes; chosen by `choosePieceLength` when left out. */
  readonly pieceLength?: number;
}

/** Collects the hashes of a share's pieces, in any order, until the torrent can be built. */
export class TorrentBuilder {
  readonly name: string;
  /** Files in the order given; the torrent sorts them. */
  readonly geometry: Geometry;
  readonly #folder: boolean;
  readonly #layer: Uint8Array;
  readonly #v1: Uint8Array;
  readonly #hashed: Bitfield;

  /**
   * Refuses at once what no hashing could mend: what is accepted here can be built, sent by BEP 9 and parsed again.
   * @throws MetainfoError as `checkShape`
   * @throws RangeError for a length that is none
   */
  constructor(options: ShareOptions) {
    const { name, files, folder = false } = options;
    const pieceLength = options.pieceLength ?? choosePieceLength(files);
    checkShape({ name, files, pieceLength, folder });
    this.name = name;
    this.#folder = folder;
    this.geometry = new Geometry(
      pieceLength,
      files.map(({ path, length }) => ({ path, length, piecesRoot: null })),
    );
    this.#layer = new Uint8Array(this.geometry.pieceCount * HASH_LENGTH);
    this.#v1 = new Uint8Array(this.geometry.pieceCount * SHA1_LENGTH);
    this.#hashed = new Bitfield(this.geometry.pieceCount);
  }

  /** Throws RangeError when there is no such piece. */
  pieceToHash(piece: number): PieceToHash {
    const { geometry } = this;
    const length = geometry.pieceLengthOf(piece);
    return {
      piece,
      file: geometry.fileOfPiece(piece).index,
      offset: geometry.pieceOffsetInFile(piece),
      length,
      leafWidth: geometry.leafWidthOf(piece),
      v1Length: isV1Padded(geometry.files.length) ? geometry.pieceLength : length,
    };
  }

  /** Throws RangeError when there is no such piece, it was added before, or a hash has the wrong size. */
  add(piece: number, { root, sha1 }: PieceHashes): void {
    if (root.length !== HASH_LENGTH || sha1.length !== SHA1_LENGTH || !this.#hashed.set(piece)) {
      throw new RangeError(`piece ${piece} was added before, or its hashes have the wrong size`);
    }
    this.#layer.set(root, piece * HASH_LENGTH);
    this.#v1.set(sha1, piece * SHA1_LENGTH);
  }

  /** Throws RangeError while pieces are missing; MetainfoError as `buildTorrent`. */
  build(): Torrent {
    const { pieceLength, pieceCount, files } = this.geometry;
    if (!this.#hashed.isFull) {
      throw new RangeError(`${pieceCount - this.#hashed.count} pieces are not hashed yet`);
    }
    const slice = (all: Uint8Array, size: number, first: number, count: number) =>
      all.subarray(first * size, (first + count) * size);
    return buildTorrent({
      name: this.name,
      pieceLength,
      folder: this.#folder,
      files: files.map(({ path, length, firstPiece, pieceCount }) => ({
        path,
        length,
        layer: slice(this.#layer, HASH_LENGTH, firstPiece, pieceCount),
        v1Pieces: slice(this.#v1, SHA1_LENGTH, firstPiece, pieceCount),
      })),
    });
  }
}

export interface ReadableFile extends FileToShare {
  /** Exactly `length` bytes at `offset`; anything else counts as unreadable. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

export interface CreateOptions extends ShareOptions {
  readonly files: readonly ReadableFile[];
  readonly digest: Digest;
  /** After each piece. Both are bytes of data. */
  readonly onProgress?: (hashedBytes: number, totalBytes: number) => void;
  /** Asked before each piece. */
  readonly isCancelled?: () => boolean;
  /** Pieces read and hashed at once; by default as many as fill 8 MiB, at least 2. */
  readonly concurrency?: number;
}

const IN_FLIGHT_BYTES = 8 * 1024 * 1024;
const MAX_CONCURRENCY = 32;

/**
 * Reads and hashes all files into a hybrid torrent.
 * @throws MetainfoError `file-unreadable` naming the file, `cancelled`, and as `TorrentBuilder`
 */
export async function createTorrent(options: CreateOptions): Promise<Torrent> {
  const builder = new TorrentBuilder(options);
  const { pieceLength, pieceCount, totalLength } = builder.geometry;
  const inFlight = Math.min(MAX_CONCURRENCY, Math.max(2, IN_FLIGHT_BYTES / pieceLength));
  let next = 0;
  let hashedBytes = 0;
  let isFailed = false;

  const hashSome = async () => {
    while (next < pieceCount && !isFailed) {
      if (options.isCancelled?.() === true) fail('cancelled', 'Hashing was cancelled.');
      const plan = builder.pieceToHash(next++);
      builder.add(plan.piece, await hashPiece(await readPiece(options.files, plan), plan, options.digest));
      hashedBytes += plan.length;
      if (!isFailed) options.onProgress?.(hashedBytes, totalLength);
    }
  };
  const lanes = Array.from({ length: options.concurrency ?? inFlight }, () =>
    hashSome().catch((error: unknown) => {
      isFailed = true;
      throw error;
    }),
  );
  await Promise.all(lanes);
  return builder.build();
}

async function readPiece(
  files: readonly ReadableFile[],
  { file: index, offset, length }: PieceToHash,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = files[index];
  if (file === undefined) throw new RangeError(`file ${index} of ${files.length}`);
  const where = file.path.join('/');
  let data: Uint8Array<ArrayBuffer>;
  try {
    data = await file.read(offset, length);
  } catch (cause) {
    throw new MetainfoError('file-unreadable', `“${where}” can no longer be read. Add it again.`, { cause });
  }
  if (data.length !== length) {
    fail('file-unreadable', `“${where}” changed while it was being read. Add it again.`);
  }
  return data;
}
