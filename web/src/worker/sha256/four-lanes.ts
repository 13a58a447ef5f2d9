/**
 * SHA-256 of many messages of one length, four at a time: the leaves of a piece, and the pairs of hashes above
 * them. Made once a thread; each call is synchronous and keeps nothing.
 */
import { FREE, ROUND_CONSTANTS, STATE, sha256Program } from './program.ts';

const HASH_LENGTH = 32;
const BLOCK_LENGTH = 64;
const LANES = 4;
const MAX_MESSAGE_LENGTH = 16 * 1024;
const PADDING = FREE;
const MESSAGES = PADDING + BLOCK_LENGTH;
const PAGE_LENGTH = 64 * 1024;
const PAGES = Math.ceil((MESSAGES + LANES * MAX_MESSAGE_LENGTH) / PAGE_LENGTH);

/** `messageLength` is a multiple of 64, at most 16 KiB; of n such messages side by side the digests, n × 32 bytes. */
export type HashMany = (messages: Uint8Array, messageLength: number) => Uint8Array<ArrayBuffer>;

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly compress: (pointer: number, stride: number, blocks: number) => void;
}

/** Rejects where the browser has no WebAssembly with SIMD, or forbids it. */
export async function fourLanes(): Promise<HashMany> {
  const { instance } = await WebAssembly.instantiate(sha256Program(PAGES));
  const { memory, compress } = instance.exports as unknown as Exports;
  const bytes = new Uint8Array(memory.buffer);
  const view = new DataView(memory.buffer);
  const { initial, rounds } = constants();
  for (const [nth, constant] of rounds.entries()) view.setUint32(ROUND_CONSTANTS + nth * 4, constant, true);
  const state = new Uint32Array(memory.buffer, STATE, initial.length * LANES);
  const start = Uint32Array.from(state, (_, at) => initial[Math.floor(at / LANES)] ?? 0);

  return (messages, messageLength) => {
    const count = messages.length / messageLength;
    if (
      !Number.isInteger(count) ||
      messageLength % BLOCK_LENGTH !== 0 ||
      messageLength > MAX_MESSAGE_LENGTH
    ) {
      throw new RangeError(`${messages.length} bytes of messages of ${messageLength} bytes`);
    }
    bytes.fill(0, PADDING, PADDING + BLOCK_LENGTH);
    bytes[PADDING] = 0x80;
    view.setUint32(PADDING + BLOCK_LENGTH - 4, messageLength * 8);
    const digests = new Uint8Array(count * HASH_LENGTH);
    const words = new DataView(digests.buffer);
    for (let first = 0; first < count; first += LANES) {
      const lanes = Math.min(LANES, count - first);
      bytes.set(messages.subarray(first * messageLength, (first + lanes) * messageLength), MESSAGES);
      state.set(start);
      // Lanes past the last message hash what was there before; nobody reads them.
      compress(MESSAGES, messageLength, messageLength / BLOCK_LENGTH);
      compress(PADDING, 0, 1);
      for (let lane = 0; lane < lanes; lane++) {
        for (let word = 0; word < 8; word++) {
          const value = view.getUint32(STATE + (word * LANES + lane) * 4, true);
          words.setUint32((first + lane) * HASH_LENGTH + word * 4, value);
        }
      }
    }
    return digests;
  };
}

/** The fractional bits of square and cube roots of the first primes, as FIPS 180-4 defines them. */
function constants(): { readonly initial: readonly number[]; readonly rounds: readonly number[] } {
  const primes: bigint[] = [];
  for (let candidate = 2n; primes.length < 64; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0n)) primes.push(candidate);
  }
  const low = (value: bigint) => Number(value & 0xffffffffn);
  return {
    initial: primes.slice(0, 8).map((prime) => low(root(prime << 64n, 2n))),
    rounds: primes.map((prime) => low(root(prime << 96n, 3n))),
  };
}

/** Greatest integer whose `degree`th power does not exceed `value`. */
function root(value: bigint, degree: bigint): bigint {
  let low = 0n;
  let high = 1n << 40n;
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle ** degree <= value) low = middle;
    else high = middle - 1n;
  }
  return low;
}
