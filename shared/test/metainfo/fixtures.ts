import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type BValue, decode, encode, keyOf } from '../../src/metainfo/bencode.ts';
import {
  createTorrent,
  type Digest,
  LEAF_LENGTH,
  pieceRoot,
  type ReadableFile,
  type Torrent,
} from '../../src/metainfo/index.ts';

/** Torrents made by libtorrent 2.0.8 (vectors/), and the means to make and to break our own. */
interface Vector {
  readonly name: string;
  readonly pieceLength: number;
  readonly files: readonly { readonly path: string; readonly length: number; readonly seed: number }[];
  readonly infohashV1: string;
  readonly infohashV2: string;
  readonly magnet: string;
  readonly torrentBase64: string;
}

export const vectors = vectorsIn('hybrid.json');
/** Folders of odd shapes, some with one file of their own name. */
export const folderVectors = vectorsIn('folder.json');

function vectorsIn(file: 'hybrid.json' | 'folder.json'): readonly Vector[] {
  return JSON.parse(readFileSync(new URL(`../vectors/${file}`, import.meta.url), 'utf8'));
}

export function vectorBytes(name: string): Uint8Array {
  const vector = [...vectors, ...folderVectors].find((known) => known.name === name);
  if (vector === undefined) throw new Error(`no vector ${name}`);
  return new Uint8Array(Buffer.from(vector.torrentBase64, 'base64'));
}

export const nodeDigest: Digest = {
  sha1: async (data) => createHash('sha1').update(data).digest(),
  pieceRoot: async (data, leafWidth) => {
    const leaves: Buffer[] = [];
    for (let at = 0; at < data.length; at += LEAF_LENGTH) {
      const leaf = data.subarray(at, at + LEAF_LENGTH);
      leaves.push(createHash('sha256').update(leaf).digest());
    }
    return pieceRoot(Buffer.concat(leaves), leafWidth);
  },
};

/** The bytes of a vector's file. */
export function seededBytes(length: number, seed: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, k) => (k * 31 + seed * 7 + (k >> 8)) & 0xff);
}

export function fileOf(path: string, data: Uint8Array<ArrayBuffer>): ReadableFile {
  return {
    path: path.split('/'),
    length: data.length,
    read: async (offset, length) => data.slice(offset, offset + length),
  };
}

/** A real torrent over seeded bytes: `{ 'a/b.bin': 1000 }`. */
export function torrentOf(
  name: string,
  lengths: Readonly<Record<string, number>>,
  pieceLength = 16_384,
): Promise<Torrent> {
  const files = Object.entries(lengths).map(([path, length], seed) =>
    fileOf(path, seededBytes(length, seed)),
  );
  return createTorrent({ name, files, pieceLength, digest: nodeDigest });
}

/** A decoded torrent that may be changed: `.at('info', 'files', 0)` walks, the methods change the last step. */
export class Editable {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  at(...steps: readonly (string | number)[]): Editable {
    const [step, ...rest] = steps;
    if (step === undefined) return this;
    const next: unknown = typeof step === 'number' ? this.list[step] : this.dict.get(keyOf(step));
    if (next === undefined) throw new Error(`nothing at ${step}`);
    return new Editable(next).at(...rest);
  }

  get dict(): Map<string, BValue> {
    if (!(this.#value instanceof Map)) throw new Error('not a dictionary');
    return this.#value;
  }

  get list(): BValue[] {
    if (!Array.isArray(this.#value)) throw new Error('not a list');
    return this.#value;
  }

  get bytes(): Uint8Array {
    if (!(this.#value instanceof Uint8Array)) throw new Error('not a string');
    return this.#value;
  }

  set(key: string, value: BValue): void {
    this.dict.set(keyOf(key), value);
  }

  remove(key: string): void {
    if (!this.dict.delete(keyOf(key))) throw new Error(`no ${key}`);
  }
}

/** A torrent with one change made to it, encoded canonically again. */
export function edited(bytes: Uint8Array, change: (torrent: Editable) => void): Uint8Array {
  const value = decode(bytes.slice());
  change(new Editable(value));
  return encode(value);
}
