/**
 * A fixed-length set of piece indices in BitTorrent's own bit order (BEP 3: bit 0 is the high bit of byte 0).
 * Owns the bits and their count; never knows what a piece is.
 */
export class Bitfield {
  readonly length: number;
  readonly #bytes: Uint8Array;
  #count = 0;

  constructor(length: number) {
    this.length = length;
    this.#bytes = new Uint8Array(Math.ceil(length / 8));
  }

  /**
   * Reads a received bitfield. Returns `null` when the size is not exactly `ceil(length / 8)` bytes or a
   * spare bit is set, both of which BEP 3 tells us to treat as the sender's fault.
   */
  static fromBytes(bytes: Uint8Array, length: number): Bitfield | null {
    const field = new Bitfield(length);
    if (bytes.length !== field.#bytes.length) return null;
    const spare = bytes.length * 8 - length;
    const last = bytes.at(-1);
    if (last !== undefined && (last & ((1 << spare) - 1)) !== 0) return null;
    field.#bytes.set(bytes);
    for (const byte of bytes) field.#count += popCount(byte);
    return field;
  }

  static full(length: number): Bitfield {
    const field = new Bitfield(length);
    for (let index = 0; index < length; index++) field.set(index);
    return field;
  }

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === this.length;
  }

  has(index: number): boolean {
    const byte = this.#bytes[index >> 3];
    return byte !== undefined && index < this.length && (byte & (0x80 >> (index & 7))) !== 0;
  }

  /** Adds an index; returns whether it was new. Out of range is our own fault and throws. */
  set(index: number): boolean {
    const byte = this.#byteOf(index);
    const mask = 0x80 >> (index & 7);
    if ((byte & mask) !== 0) return false;
    this.#bytes[index >> 3] = byte | mask;
    this.#count++;
    return true;
  }

  /** Removes an index; returns whether it was there. */
  clear(index: number): boolean {
    const byte = this.#byteOf(index);
    const mask = 0x80 >> (index & 7);
    if ((byte & mask) === 0) return false;
    this.#bytes[index >> 3] = byte & ~mask;
    this.#count--;
    return true;
  }

  /** A copy of the bits as they go on the wire. */
  toBytes(): Uint8Array {
    return this.#bytes.slice();
  }

  *[Symbol.iterator](): Generator<number> {
    for (let index = 0; index < this.length; index++) if (this.has(index)) yield index;
  }

  #byteOf(index: number): number {
    const byte = this.#bytes[index >> 3];
    if (byte === undefined || index < 0 || index >= this.length) {
      throw new RangeError(`bit ${index} is outside a bitfield of ${this.length}`);
    }
    return byte;
  }
}

function popCount(byte: number): number {
  let count = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) count++;
  return count;
}
