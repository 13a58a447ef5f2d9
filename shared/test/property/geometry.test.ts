import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choosePieceLength, Geometry } from '../../src/metainfo/index.ts';

const PIECE = 32_768;
const length = fc.oneof(fc.constantFrom(0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE), fc.nat(5 * PIECE));
const shares = fc.array(length, { minLength: 1, maxLength: 12 }).map(
  (lengths) =>
    new Geometry(
      PIECE,
      lengths.map((bytes, n) => ({ path: [`${n}`], length: bytes, piecesRoot: null })),
    ),
);

describe('the pieces of a share', () => {
  it('cover every byte of every file exactly once, in order', () => {
    fc.assert(
      fc.property(shares, (geometry) => {
        const ends = geometry.files.map(() => 0);
        for (let piece = 0; piece < geometry.pieceCount; piece++) {
          const { index, firstPiece, pieceCount } = geometry.fileOfPiece(piece);
          expect(piece).toBeGreaterThanOrEqual(firstPiece);
          expect(piece).toBeLessThan(firstPiece + pieceCount);
          expect(geometry.pieceOffsetInFile(piece)).toBe(ends[index]);
          expect(geometry.pieceLengthOf(piece)).toBeGreaterThan(0);
          ends[index] = geometry.pieceOffsetInFile(piece) + geometry.pieceLengthOf(piece);
        }
        expect(ends).toEqual(geometry.files.map((file) => file.length));
        expect(geometry.totalLength).toBe(ends.reduce((sum, end) => sum + end, 0));
      }),
    );
  });

  it('are cut into blocks that cover each exactly once', () => {
    fc.assert(
      fc.property(shares, fc.integer({ min: 1_000, max: 2 * PIECE }), (geometry, blockLength) => {
        for (let piece = 0; piece < geometry.pieceCount; piece++) {
          let end = 0;
          for (const block of geometry.blocksOf(piece, blockLength)) {
            expect(block).toMatchObject({ piece, offset: end });
            expect(block.length).toBeGreaterThan(0);
            expect(block.length).toBeLessThanOrEqual(blockLength);
            end += block.length;
          }
          expect(end).toBe(geometry.pieceLengthOf(piece));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('that hold a byte range hold all of it and nothing else', () => {
    fc.assert(
      fc.property(shares, fc.nat(), fc.nat(), fc.nat(), (geometry, which, from, size) => {
        const file = geometry.files[which % geometry.files.length];
        if (file === undefined) throw new Error('no file');
        const begin = from % (file.length + 1);
        const bytes = size % (file.length - begin + 1);
        let at = begin;
        for (const range of geometry.pieceRanges(file.index, begin, bytes)) {
          expect(geometry.fileOfPiece(range.piece)).toBe(file);
          expect(geometry.pieceOffsetInFile(range.piece) + range.offset).toBe(at);
          expect(range.offset + range.length).toBeLessThanOrEqual(geometry.pieceLengthOf(range.piece));
          at += range.length;
        }
        expect(at).toBe(begin + bytes);
      }),
    );
  });

  it('span a tree that holds their leaves, no wider than it must', () => {
    fc.assert(
      fc.property(shares, (geometry) => {
        for (let piece = 0; piece < geometry.pieceCount; piece++) {
          const width = geometry.leafWidthOf(piece);
          const leaves = Math.ceil(geometry.pieceLengthOf(piece) / 16_384);
          expect(Number.isInteger(Math.log2(width))).toBe(true);
          expect(leaves).toBeLessThanOrEqual(width);
          if (geometry.fileOfPiece(piece).pieceCount > 1) expect(width).toBe(PIECE / 16_384);
          else expect(width).toBeLessThan(2 * leaves);
        }
      }),
    );
  });

  it('outside of it do not exist', () => {
    const geometry = new Geometry(PIECE, [{ path: ['a'], length: PIECE + 1, piecesRoot: null }]);
    for (const piece of [-1, 2, 0.5, Number.NaN]) {
      expect(() => geometry.fileOfPiece(piece)).toThrow(RangeError);
      expect(() => geometry.pieceLengthOf(piece)).toThrow(RangeError);
    }
    expect(() => [...geometry.pieceRanges(0, 1, PIECE + 1)]).toThrow(RangeError);
    expect(() => [...geometry.pieceRanges(1, 0, 0)]).toThrow(RangeError);
    expect(() => [...geometry.blocksOf(0, 0)]).toThrow(RangeError);
  });
});

describe('the chosen piece length', () => {
  const KIB = 1_024;
  const MIB = 1_024 * KIB;
  const chosenFor = (...lengths: readonly number[]) =>
    choosePieceLength(lengths.map((length) => ({ length })));
  const piecesOf = (lengths: readonly number[], pieceLength: number) =>
    lengths.reduce((sum, length) => sum + Math.ceil(length / pieceLength), 0);

  it.each([
    [64 * KIB, [1]],
    [64 * KIB, [100 * MIB]],
    [512 * KIB, [1_024 * MIB]],
    [1 * MIB, [1_025 * MIB]],
    [4 * MIB, [100 * 1_024 * MIB]],
    [512 * KIB, [500 * MIB, 500 * MIB]],
  ])('is %i bytes for files of %j', (expected, lengths) => {
    expect(chosenFor(...lengths)).toBe(expected);
  });

  it('stays short for many small files, which longer pieces would only pad', () => {
    const small = new Array<number>(100_000).fill(10_000);
    expect(chosenFor(...small)).toBe(64 * KIB);
    expect(chosenFor(...small, 1_024 * MIB)).toBe(64 * KIB);
  });

  it('is a power of two from 64 KiB to 4 MiB, and gives one file at most 2,048 pieces while it can', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (total) => {
        const chosen = chosenFor(total);
        expect([16, 17, 18, 19, 20, 21, 22]).toContain(Math.log2(chosen));
        if (chosen < 4 * MIB) expect(total / chosen).toBeLessThanOrEqual(2_048);
        if (chosen > 64 * KIB) expect(total / chosen).toBeGreaterThan(1_024);
      }),
    );
  });

  it('gives few pieces, or ones that are worth their padding, whatever the files', () => {
    const anyLength = fc.oneof(
      fc.nat({ max: 100 * KIB }),
      fc.nat({ max: 8 * MIB }),
      fc.nat({ max: 2 ** 34 }),
    );
    const many = fc.tuple(anyLength, fc.integer({ min: 1, max: 5_000 }));
    const lengthLists = fc
      .array(many, { minLength: 1, maxLength: 4 })
      .map((groups) => groups.flatMap(([length, count]) => new Array<number>(count).fill(length)));
    fc.assert(
      fc.property(lengthLists, (lengths) => {
        const chosen = chosenFor(...lengths);
        const pieces = piecesOf(lengths, chosen);
        const total = lengths.reduce((sum, length) => sum + length, 0);
        expect([16, 17, 18, 19, 20, 21, 22]).toContain(Math.log2(chosen));
        // v1 hashes every piece at its full length.
        if (chosen > 64 * KIB) expect(pieces * chosen).toBeLessThanOrEqual(4 * total);
        if (pieces > 2_048 && chosen < 4 * MIB) {
          expect(piecesOf(lengths, 2 * chosen)).toBeGreaterThan((2 / 3) * pieces);
        }
      }),
      { numRuns: 200 },
    );
  });
});
