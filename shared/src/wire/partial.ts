/**
 * The beginning of a message whose rest has not come. It grows with what comes, not with what is claimed,
 * and knows nothing of what a message is.
 */
export class PartialMessage {
  /** Bytes of the whole message, as far as they are known; never fewer than are here. */
  needed = 0;
  #buffer = new Uint8Array();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get capacity(): number {
    return this.#buffer.length;
  }

  get isFull(): boolean {
    return this.#length === this.needed;
  }

  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Copies what belongs to the message, and says how much that was. */
  fill(chunk: Uint8Array): number {
    const taken = chunk.subarray(0, this.needed - this.#length);
    const length = this.#length + taken.length;
    if (length > this.#buffer.length) {
      const grown = new Uint8Array(Math.min(this.needed, Math.max(length, 2 * this.#length)));
      grown.set(this.bytes);
      this.#buffer = grown;
    }
    this.#buffer.set(taken, this.#length);
    this.#length = length;
    return taken.length;
  }

  /** Hands the bytes over and is empty again. */
  take(): Uint8Array {
    const { bytes } = this;
    this.#buffer = new Uint8Array();
    this.#length = 0;
    this.needed = 0;
    return bytes;
  }
}
