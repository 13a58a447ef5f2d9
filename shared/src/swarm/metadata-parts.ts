import { equalBytes, toHex } from '../bytes/index.ts';
import { HASH_LENGTH, hashRanges, type Info, type Torrent } from '../metainfo/index.ts';
import { type HashRange, METADATA_PIECE_LENGTH } from '../wire/index.ts';

/** The metainfo in arrival: first the info dict, block by block from one author, then the piece layers, run by run. */

export class ArrivingInfo {
  /** UUID of whoever sends it. */
  readonly author: string;
  readonly size: number;
  readonly #blocks: (Uint8Array | null)[];
  #missing: number;

  constructor(author: string, size: number) {
    this.author = author;
    this.size = size;
    this.#missing = Math.ceil(size / METADATA_PIECE_LENGTH);
    this.#blocks = new Array<Uint8Array | null>(this.#missing).fill(null);
  }

  get isWhole(): boolean {
    return this.#missing === 0;
  }

  /** Missing blocks that are not among `asked`, in order. */
  *wanted(asked: ReadonlySet<number>): Generator<number> {
    for (const [block, data] of this.#blocks.entries()) if (data === null && !asked.has(block)) yield block;
  }

  /** False when a block of that place cannot be so long. */
  put(block: number, data: Uint8Array): boolean {
    const length = Math.min(METADATA_PIECE_LENGTH, this.size - block * METADATA_PIECE_LENGTH);
    if (this.#blocks[block] !== null || data.length !== length) return false;
    this.#blocks[block] = data;
    this.#missing--;
    return true;
  }

  join(): Uint8Array {
    const joined = new Uint8Array(this.size);
    for (const [block, data] of this.#blocks.entries()) {
      if (data !== null) joined.set(data, block * METADATA_PIECE_LENGTH);
    }
    return joined;
  }
}

export class ArrivingLayers {
  readonly info: Info;
  readonly #layers = new Map<string, Uint8Array>();
  /** The next one last. */
  readonly #wanted: HashRange[];
  readonly #asked: HashRange[] = [];

  constructor(info: Info) {
    this.info = info;
    for (const file of info.geometry.files) {
      if (file.piecesRoot === null || file.pieceCount < 2) continue;
      this.#layers.set(toHex(file.piecesRoot), new Uint8Array(file.pieceCount * HASH_LENGTH));
    }
    this.#wanted = [...hashRanges(info)].reverse();
  }

  get askedCount(): number {
    return this.#asked.length;
  }

  /** The whole metainfo, or `null` while something is missing. */
  get torrent(): Torrent | null {
    if (this.#wanted.length > 0 || this.#asked.length > 0) return null;
    return { info: this.info, pieceLayers: this.#layers };
  }

  /** A range to ask for now; `null`: none is left. */
  ask(): HashRange | null {
    const range = this.#wanted.pop();
    if (range === undefined) return null;
    this.#asked.push(range);
    return range;
  }

  /** The range asked for that equals `said`, or `null`. */
  findAsked(said: HashRange): HashRange | null {
    return this.#asked.find((range) => isSameRange(range, said)) ?? null;
  }

  put(range: HashRange, proven: Uint8Array): void {
    this.#asked.splice(this.#asked.indexOf(range), 1);
    this.#layers.get(toHex(range.piecesRoot))?.set(proven, range.index * HASH_LENGTH);
  }

  /** What was asked for does not come: it is to be asked of another. */
  takeBack(): void {
    this.#wanted.push(...this.#asked.splice(0).reverse());
  }
}

function isSameRange(a: HashRange, b: HashRange): boolean {
  return (
    a.index === b.index &&
    a.length === b.length &&
    a.baseLayer === b.baseLayer &&
    a.proofLayers === b.proofLayers &&
    equalBytes(a.piecesRoot, b.piecesRoot)
  );
}
