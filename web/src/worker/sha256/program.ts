/**
 * A WebAssembly program that hashes four messages at once with SHA-256 (FIPS 180-4), one to each 32-bit lane of a
 * 128-bit register. Browsers hash one message a call and charge for the call; a share has 65,536 leaves a GiB.
 */

/** Eight words of state, four lanes each: word `n` of lane `m` is the u32 at `STATE + 16 n + 4 m`. */
export const STATE = 0;
/** The 64 round constants, which whoever instantiates the program puts there. */
export const ROUND_CONSTANTS = 128;
/** From here on the memory is the caller's. */
export const FREE = ROUND_CONSTANTS + 256;

type Code = readonly number[];

const V128 = 0x7b;
const I32 = 0x7f;

const POINTER = 0;
const STRIDE = 1;
const BLOCKS = 2;
const ROUND_OFFSET = 3;
const WORKING = 4;
const SCHEDULE = WORKING + 8;
const ROWS = SCHEDULE + 16;
const LOCALS_V128 = 8 + 16 + 4;

/** Unsigned LEB128. */
function leb(value: number): Code {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

const get = (local: number): Code => [0x20, ...leb(local)];
const set = (local: number, value: Code): Code => [...value, 0x21, ...leb(local)];
/** i32.const; the values used here are below 2^13 and not negative, so a spare byte keeps the sign clear. */
const int = (value: number): Code => [0x41, (value & 0x7f) | 0x80, value >>> 7];
const addInt = (left: Code, right: Code): Code => [...left, ...right, 0x6a];

const simd = (operation: number, ...rest: readonly number[]): Code => [0xfd, ...leb(operation), ...rest];
const load = (address: Code, offset: number): Code => [...address, ...simd(0x00, 0, ...leb(offset))];
const loadSplat = (address: Code, offset: number): Code => [...address, ...simd(0x09, 2, ...leb(offset))];
const store = (address: Code, offset: number, value: Code): Code => [
  ...address,
  ...value,
  ...simd(0x0b, 0, ...leb(offset)),
];
const shuffle = (left: Code, right: Code, lanes: Code): Code => [...left, ...right, ...simd(0x0d, ...lanes)];
const xor = (left: Code, right: Code): Code => [...left, ...right, ...simd(0x51)];
const or = (left: Code, right: Code): Code => [...left, ...right, ...simd(0x50)];
const bitselect = (ones: Code, zeros: Code, mask: Code): Code => [...ones, ...zeros, ...mask, ...simd(0x52)];
const shiftLeft = (value: Code, bits: number): Code => [...value, ...int(bits), ...simd(0xab)];
const shiftRight = (value: Code, bits: number): Code => [...value, ...int(bits), ...simd(0xad)];
const add = (first: Code, ...others: readonly Code[]): Code =>
  others.reduce((sum, other) => [...sum, ...other, ...simd(0xae)], first);

const rotate = (value: Code, bits: number): Code => or(shiftRight(value, bits), shiftLeft(value, 32 - bits));
const bigSigma0 = (x: Code): Code => xor(xor(rotate(x, 2), rotate(x, 13)), rotate(x, 22));
const bigSigma1 = (x: Code): Code => xor(xor(rotate(x, 6), rotate(x, 11)), rotate(x, 25));
const smallSigma0 = (x: Code): Code => xor(xor(rotate(x, 7), rotate(x, 18)), shiftRight(x, 3));
const smallSigma1 = (x: Code): Code => xor(xor(rotate(x, 17), rotate(x, 19)), shiftRight(x, 10));

/** Lanes of two registers as bytes: word `n` < 4 is of the left, the others of the right. */
const words = (...lanes: readonly number[]): Code =>
  lanes.flatMap((lane) => [lane * 4, lane * 4 + 1, lane * 4 + 2, lane * 4 + 3]);
const BYTE_SWAP = [3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12];

/** Sixteen words of each message, big-endian, turned so that each register holds one word of all four. */
function loadSchedule(): Code {
  const code: number[] = [];
  for (let quarter = 0; quarter < 4; quarter++) {
    let address = get(POINTER);
    for (let row = 0; row < 4; row++) {
      const raw = load(address, quarter * 16);
      code.push(...set(ROWS + row, raw));
      code.push(...set(ROWS + row, shuffle(get(ROWS + row), get(ROWS + row), BYTE_SWAP)));
      address = addInt(address, get(STRIDE));
    }
    const [r0, r1, r2, r3] = [get(ROWS), get(ROWS + 1), get(ROWS + 2), get(ROWS + 3)];
    const low = [shuffle(r0, r1, words(0, 4, 1, 5)), shuffle(r2, r3, words(0, 4, 1, 5))] as const;
    const high = [shuffle(r0, r1, words(2, 6, 3, 7)), shuffle(r2, r3, words(2, 6, 3, 7))] as const;
    const first = SCHEDULE + quarter * 4;
    code.push(...set(first, shuffle(...low, words(0, 1, 4, 5))));
    code.push(...set(first + 1, shuffle(...low, words(2, 3, 6, 7))));
    code.push(...set(first + 2, shuffle(...high, words(0, 1, 4, 5))));
    code.push(...set(first + 3, shuffle(...high, words(2, 3, 6, 7))));
  }
  return code;
}

/** Sixteen rounds, whose constants lie `ROUND_OFFSET` bytes into the table; `isLast` needs no further schedule. */
function rounds(isLast: boolean): Code {
  const code: number[] = [];
  for (let round = 0; round < 16; round++) {
    const working = (letter: number) => WORKING + ((letter - round + 16) % 8);
    const [a, b, c, d] = [working(0), working(1), working(2), working(3)];
    const [e, f, g, h] = [working(4), working(5), working(6), working(7)];
    const word = (ahead: number) => get(SCHEDULE + ((round + ahead) % 16));
    const choice = bitselect(get(f), get(g), get(e));
    const majority = bitselect(get(b), get(a), xor(get(a), get(c)));
    const constant = loadSplat(get(ROUND_OFFSET), ROUND_CONSTANTS + round * 4);
    code.push(...set(h, add(add(word(0), constant), get(h), add(choice, bigSigma1(get(e))))));
    code.push(...set(d, add(get(d), get(h))));
    code.push(...set(h, add(add(majority, bigSigma0(get(a))), get(h))));
    if (isLast) continue;
    code.push(
      ...set(SCHEDULE + round, add(add(word(0), smallSigma0(word(1))), add(word(9), smallSigma1(word(14))))),
    );
  }
  return code;
}

function compress(): Code {
  const letters = Array.from({ length: 8 }, (_, letter) => letter);
  const LOOP = [0x03, 0x40];
  const END = 0x0b;
  const BRANCH_IF = [0x0d, 0];
  return [
    ...LOOP,
    ...loadSchedule(),
    ...letters.flatMap((letter) => set(WORKING + letter, load(int(0), STATE + letter * 16))),
    ...set(ROUND_OFFSET, int(0)),
    ...LOOP,
    ...rounds(false),
    ...set(ROUND_OFFSET, addInt(get(ROUND_OFFSET), int(64))),
    ...[...get(ROUND_OFFSET), ...int(3 * 64), 0x49, ...BRANCH_IF],
    END,
    ...rounds(true),
    ...letters.flatMap((letter) =>
      store(int(0), STATE + letter * 16, add(get(WORKING + letter), load(int(0), STATE + letter * 16))),
    ),
    ...set(POINTER, addInt(get(POINTER), int(64))),
    ...set(BLOCKS, [...get(BLOCKS), ...int(1), 0x6b]),
    ...[...get(BLOCKS), ...BRANCH_IF],
    END,
    END,
  ];
}

const section = (id: number, content: Code): Code => [id, ...leb(content.length), ...content];
const text = (value: string): Code => [value.length, ...new TextEncoder().encode(value)];

/**
 * The module's bytes. It exports `memory`, `pages` × 64 KiB, and `compress(pointer, stride, blocks)`, which
 * compresses `blocks` ≥ 1 blocks of 64 bytes of the messages at `pointer`, `pointer + stride` and so on into the
 * state.
 */
export function sha256Program(pages: number): Uint8Array<ArrayBuffer> {
  const body = [2, 1, I32, LOCALS_V128, V128, ...compress()];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 3, I32, I32, I32, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, ...leb(pages)]),
    ...section(7, [2, ...text('memory'), 2, 0, ...text('compress'), 0, 0]),
    ...section(10, [1, ...leb(body.length), ...body]),
  ]);
}
