import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/bytes/index.ts';
import {
  answerHashes,
  buildTorrent,
  fileRoot,
  hashPiece,
  hashRangeOf,
  hashRanges,
  merkleRoot,
  rangesOfFile,
  type Torrent,
  verifyHashes,
  verifyHashRange,
} from '../../src/metainfo/index.ts';
import type { HashRange } from '../../src/wire/messages.ts';
import { nodeDigest, seededBytes } from '../metainfo/fixtures.ts';

const PIECE = 65_536;
const sha256 = (...parts: readonly Uint8Array[]) =>
  createHash('sha256').update(Buffer.concat(parts)).digest();

/** The tree as BEP 52 words it: spelled out to its full width, then halved. */
function spelledOutRoot(hashes: readonly Uint8Array[], width: number, pad: Uint8Array): Uint8Array {
  let layer = Array.from({ length: width }, (_, at) => hashes[at] ?? pad);
  while (layer.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < layer.length; at += 2) above.push(sha256(...layer.slice(at, at + 2)));
    layer = above;
  }
  return layer[0] ?? pad;
}

function fabricatedLayer(pieces: number, seed = 0): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    Array.from({ length: pieces }, (_, n) => [...sha256(Buffer.from(`${seed}:${n}`))]).flat(),
  );
}

const pieceCounts = fc.oneof(
  fc.integer({ min: 2, max: 70 }),
  fc.constantFrom(511, 512, 513, 1_024, 1_025, 2_049),
);

describe('Merkle roots', () => {
  it('are those of the tree spelled out', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(fc.array(hash, { minLength: 1, maxLength: 20 }), fc.nat(2), hash, (hashes, extra, pad) => {
        const width = 2 ** (Math.ceil(Math.log2(hashes.length)) + extra);
        const joined = Uint8Array.from(Buffer.concat(hashes));
        expect(toHex(merkleRoot(joined, width, pad))).toBe(toHex(spelledOutRoot(hashes, width, pad)));
      }),
    );
  });

  it('of a short file pad to its own next power of two; of a later piece, to the whole piece', async () => {
    const data = seededBytes(16_384 * 2 + 1, 3);
    const leaves = [0, 1, 2].map((n) => sha256(data.subarray(n * 16_384, (n + 1) * 16_384)));
    const zeros = new Uint8Array(32);
    for (const leafWidth of [4, 64]) {
      const { root } = await hashPiece(data, { leafWidth, v1Length: data.length }, nodeDigest);
      expect(toHex(root)).toBe(toHex(spelledOutRoot(leaves, leafWidth, zeros)));
    }
  });
});

describe('a piece layer fetched by hash requests', () => {
  it('arrives whole and proven, for any number of pieces', () => {
    fc.assert(
      fc.property(pieceCounts, (pieces) => {
        const layer = fabricatedLayer(pieces);
        const fetched = new Uint8Array(layer.length);
        for (const range of rangesOfFile(fileRoot(layer, PIECE), PIECE, pieces)) {
          const answer = hashRangeOf(layer, range, PIECE);
          const proven = answer && verifyHashRange(range, answer, PIECE, pieces);
          fetched.set(proven ?? [], range.index * 32);
        }
        expect(toHex(fetched)).toBe(toHex(layer));
      }),
      { numRuns: 40 },
    );
  });

  it('may be fetched in runs of any power of two', () => {
    fc.assert(
      fc.property(pieceCounts, fc.integer({ min: 1, max: 9 }), fc.nat(), (pieces, exponent, place) => {
        const layer = fabricatedLayer(pieces);
        const { range, answer } = exchange(layer, pieces, exponent, place);
        const proven = verifyHashRange(range, answer, PIECE, pieces);
        const expected = layer.slice(range.index * 32, (range.index + range.length) * 32);
        expect(proven && toHex(proven)).toBe(toHex(expected));
      }),
      { numRuns: 60 },
    );
  });

  it('is refused when any one bit of run or proof is changed', () => {
    fc.assert(
      fc.property(
        pieceCounts,
        fc.integer({ min: 1, max: 9 }),
        fc.nat(),
        fc.nat(),
        (pieces, exponent, place, bit) => {
          const { range, answer } = exchange(fabricatedLayer(pieces), pieces, exponent, place);
          const at = bit % (answer.length * 8);
          const tampered = answer.map((byte, index) => (index === at >> 3 ? byte ^ (1 << (at & 7)) : byte));
          expect(verifyHashRange(range, tampered, PIECE, pieces)).toBeNull();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is refused at another place, at another length, and under another root', () => {
    fc.assert(
      fc.property(fc.integer({ min: 9, max: 70 }), fc.nat(), (pieces, place) => {
        const { range, answer } = exchange(fabricatedLayer(pieces), pieces, 1, place);
        const elsewhere = { ...range, index: range.index === 0 ? 2 : 0 };
        const otherRoot = { ...range, piecesRoot: fileRoot(fabricatedLayer(pieces, 1), PIECE) };
        for (const wrong of [elsewhere, otherRoot])
          expect(verifyHashRange(wrong, answer, PIECE, pieces)).toBeNull();
        for (const cut of [answer.slice(32), answer.slice(1), answer.slice(0, -32), new Uint8Array()]) {
          expect(verifyHashRange(range, cut, PIECE, pieces)).toBeNull();
        }
      }),
      { numRuns: 30 },
    );
  });

  const layer = fabricatedLayer(600);
  const sound: HashRange = {
    piecesRoot: fileRoot(layer, PIECE),
    baseLayer: 2,
    index: 512,
    length: 512,
    proofLayers: 9,
  };

  it('comes with the uncles that BEP 52 counts: those that the run itself gives are left out', () => {
    expect(hashRangeOf(layer, sound, PIECE)).toHaveLength((512 + 1) * 32);
    expect(hashRangeOf(layer, { ...sound, length: 2 }, PIECE)).toHaveLength((2 + 9) * 32);
    expect(hashRangeOf(layer, { ...sound, length: 8 }, PIECE)).toHaveLength((8 + 7) * 32);
    expect(hashRangeOf(layer, { ...sound, length: 2, proofLayers: 0 }, PIECE)).toHaveLength(2 * 32);
  });

  it.each([
    ['the leaf layer', { baseLayer: 0 }],
    ['a layer above', { baseLayer: 3 }],
    ['a misaligned index', { index: 256 }],
    ['an index past the end', { index: 1_024 }],
    ['a negative index', { index: -512 }],
    ['a fraction of an index', { index: 0.5 }],
    ['no hashes', { length: 0 }],
    ['one hash', { length: 1 }],
    ['a length that is no power of two', { index: 0, length: 3 }],
    ['more than 512', { index: 0, length: 1_024 }],
    ['more proof than there is tree', { proofLayers: 10 }],
    ['a negative proof', { proofLayers: -1 }],
  ])('is not answered for %s', (_what, change) => {
    expect(hashRangeOf(layer, sound, PIECE)).not.toBeNull();
    expect(hashRangeOf(layer, { ...sound, ...change }, PIECE)).toBeNull();
    expect(verifyHashRange({ ...sound, ...change }, new Uint8Array(513 * 32), PIECE, 600)).toBeNull();
  });

  it('is not believed with less proof than reaches the root', () => {
    const short = { ...sound, proofLayers: 8 };
    const answer = hashRangeOf(layer, short, PIECE) ?? new Uint8Array();
    expect(verifyHashRange(short, answer, PIECE, 600)).toBeNull();
  });

  it('gives nothing where the file has ended, and less than asked where it ends', () => {
    const beyond = { ...sound, index: 608, length: 8 };
    const padding = hashRangeOf(layer, beyond, PIECE) ?? new Uint8Array();
    expect(padding).toHaveLength((8 + 7) * 32);
    expect(verifyHashRange(beyond, padding, PIECE, 600)).toBeNull();
    const across = hashRangeOf(layer, sound, PIECE) ?? new Uint8Array();
    expect(verifyHashRange(sound, across, PIECE, 600)).toHaveLength((600 - 512) * 32);
  });

  it('is asked for once, though several files share it', () => {
    const torrent = twins();
    const ranges = [...hashRanges(torrent.info)];
    expect(ranges.map(({ index, length }) => [index, length])).toEqual([
      [0, 4],
      [0, 512],
      [512, 512],
    ]);
    for (const range of ranges) {
      const answer = answerHashes(torrent, range) ?? new Uint8Array();
      expect(verifyHashes(torrent.info, range, answer)).not.toBeNull();
    }
  });

  it('is neither answered nor believed for a root that no file has', () => {
    const stranger = { ...sound, piecesRoot: new Uint8Array(32) };
    expect(answerHashes(twins(), stranger)).toBeNull();
    expect(verifyHashes(twins().info, stranger, new Uint8Array(513 * 32))).toBeNull();
  });
});

function exchange(
  layer: Uint8Array,
  pieces: number,
  exponent: number,
  place: number,
): { readonly range: HashRange; readonly answer: Uint8Array } {
  const width = 2 ** Math.ceil(Math.log2(pieces));
  const length = Math.min(width, 2 ** exponent);
  const index = (place % Math.ceil(pieces / length)) * length;
  const proofLayers = Math.log2(width) - 1;
  const range = { piecesRoot: fileRoot(layer, PIECE), baseLayer: 2, index, length, proofLayers };
  const answer = hashRangeOf(layer, range, PIECE);
  if (answer === null) throw new Error('a sound request was not answered');
  return { range, answer };
}

function twins(): Torrent {
  const file = (path: string, pieces: number) => ({
    path: [path],
    length: pieces * PIECE,
    layer: fabricatedLayer(pieces),
    v1Pieces: new Uint8Array(pieces * 20),
  });
  const files = [file('a', 3), file('b', 1), file('c', 3), file('d', 600)];
  return buildTorrent({ name: 'twins', pieceLength: PIECE, files });
}
