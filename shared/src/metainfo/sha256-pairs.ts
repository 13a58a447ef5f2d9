/**
 * SHA-256 of pairs of hashes, 64 bytes each: what a Merkle tree is made of, 65,535 times per GiB. Nothing but the
 * compression, so that no object is made per pair; the second block is the same padding for all, and so is its
 * message schedule.
 */
const PAIR_LENGTH = 64;
const ROUNDS = 64;

/** The first 32 bits of the fractions of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const K = Int32Array.from(
  (
    '428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 ' +
    'd807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe 9bdc06a7 c19bf174 ' +
    'e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da ' +
    '983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967 ' +
    '27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85 ' +
    'a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 ' +
    '19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 ' +
    '748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2'
  ).split(' '),
  (word) => Number.parseInt(word, 16) | 0,
);
/** The square roots' of the first 8 primes (5.3.3). */
const INITIAL = Int32Array.from(
  '6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19'.split(' '),
  (word) => Number.parseInt(word, 16) | 0,
);

const schedule = new Int32Array(ROUNDS);
const state = new Int32Array(8);

/** The schedule of the block that ends every message of 64 bytes: a one bit, zeros, and the length of 512 bits. */
const PADDING = new Int32Array(ROUNDS);
PADDING[0] = 0x80000000 | 0;
PADDING[15] = PAIR_LENGTH * 8;
extend(PADDING);

/** Hashes the `count` × 64 bytes at the start of `pairs` into the first `count` × 32 bytes of `into`. */
export function hashPairs(pairs: Uint8Array, count: number, into: Uint8Array): void {
  if (pairs.length < count * PAIR_LENGTH || into.length < count * 32) {
    throw new RangeError(`${count} pairs do not fit`);
  }
  const source = new DataView(pairs.buffer, pairs.byteOffset, pairs.byteLength);
  const target = new DataView(into.buffer, into.byteOffset, into.byteLength);
  for (let nth = 0; nth < count; nth++) {
    const at = nth * PAIR_LENGTH;
    for (let word = 0; word < 16; word++) schedule[word] = source.getInt32(at + word * 4);
    extend(schedule);
    state.set(INITIAL);
    compress(schedule);
    compress(PADDING);
    for (let word = 0; word < 8; word++) target.setInt32(nth * 32 + word * 4, state[word] as number);
  }
}

/** Makes 64 words of the first 16 (6.2.2, step 1). */
function extend(w: Int32Array): void {
  for (let t = 16; t < ROUNDS; t++) {
    const x = w[t - 15] as number;
    const y = w[t - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = ((w[t - 16] as number) + s0 + (w[t - 7] as number) + s1) | 0;
  }
}

/** One block into `state` (6.2.2, steps 2 to 4). */
function compress(w: Int32Array): void {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let t = 0; t < ROUNDS; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + (K[t] as number) + (w[t] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = ((state[0] as number) + a) | 0;
  state[1] = ((state[1] as number) + b) | 0;
  state[2] = ((state[2] as number) + c) | 0;
  state[3] = ((state[3] as number) + d) | 0;
  state[4] = ((state[4] as number) + e) | 0;
  state[5] = ((state[5] as number) + f) | 0;
  state[6] = ((state[6] as number) + g) | 0;
  state[7] = ((state[7] as number) + h) | 0;
}
