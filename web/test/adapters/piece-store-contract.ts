/**
 * What every piece store must do, whatever it stores in. Call inside a test file with a maker of fresh stores.
 */
import { merkleRoot } from '@flockdrop/shared/metainfo';
import { describe, expect, test } from 'vitest';
import type { Block, ExpectedPiece, PieceStore } from '../../src/adapters/piece-store.ts';
import { leafHashes } from '../../src/worker/piece-root.ts';

const LEAF = 16_384;
const PIECE = 4 * LEAF;

export interface StoreMaker {
  /** The same name opens the same pieces. */
  open(infoHash: string): PieceStore;
  /** Spoils one byte of a stored piece behind the store's back. */
  corrupt(infoHash: string, piece: number): Promise<void>;
}

export function bytesOf(length: number, seed: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, at) => (at * 31 + seed * 17 + (at >> 8)) & 0xff);
}

export async function expectedOf(piece: number, bytes: Uint8Array<ArrayBuffer>): Promise<ExpectedPiece> {
  const root = merkleRoot(await leafHashes(bytes), PIECE / LEAF);
  return { piece, length: bytes.length, leafWidth: PIECE / LEAF, root };
}

/** Blocks as the wire delivers them: each behind a 13-byte header in a buffer of its own. */
export function blocksOf(bytes: Uint8Array, size = LEAF): Block[] {
  const blocks: Block[] = [];
  for (let offset = 0; offset < bytes.length; offset += size) {
    const data = bytes.subarray(offset, offset + size);
    const frame = new Uint8Array(13 + data.length);
    frame.set(data, 13);
    blocks.push({ offset, bytes: frame.subarray(13) });
  }
  return blocks;
}

/** Stores a piece the way a download does. */
export async function stored(
  store: PieceStore,
  piece: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<ExpectedPiece> {
  const expected = await expectedOf(piece, bytes);
  if ((await store.receive(expected, blocksOf(bytes))) !== 'stored')
    throw new Error(`piece ${piece} was refused`);
  return expected;
}

let shares = 0;
export function freshInfoHash(): string {
  shares++;
  return shares.toString(16).padStart(64, '0');
}

export function pieceStoreContract(maker: StoreMaker): void {
  test('a new share holds nothing', async () => {
    const store = maker.open(freshInfoHash());
    expect(await store.keys()).toEqual([]);
    expect(await store.get(await expectedOf(0, bytesOf(PIECE, 0)))).toBeNull();
  });

  test('a right piece is stored, whatever the order of its blocks, and outlives the store', async () => {
    const infoHash = freshInfoHash();
    const store = maker.open(infoHash);
    const bytes = bytesOf(PIECE, 1);
    const expected = await expectedOf(7, bytes);
    expect(await store.receive(expected, blocksOf(bytes).reverse())).toBe('stored');
    expect(await store.keys()).toEqual([7]);
    expect(await store.get(expected)).toEqual(bytes);
    await store.close();
    expect(await maker.open(infoHash).get(expected)).toEqual(bytes);
  });

  test('the short last piece of a file is padded with missing leaves, not with zeros', async () => {
    const store = maker.open(freshInfoHash());
    const bytes = bytesOf(2 * LEAF + 5, 2);
    const expected = await expectedOf(0, bytes);
    expect(await store.receive(expected, blocksOf(bytes))).toBe('stored');
    const padded = new Uint8Array(PIECE);
    padded.set(bytes);
    expect(await store.receive({ ...expected, length: PIECE }, blocksOf(padded))).not.toBe('stored');
  });

  test('one flipped bit is refused: the bytes come back with the hashes of their leaves', async () => {
    const store = maker.open(freshInfoHash());
    const bytes = bytesOf(PIECE, 3);
    const expected = await expectedOf(0, bytes);
    const flipped = bytes.slice();
    flipped[LEAF + 1] = (flipped[LEAF + 1] ?? 0) ^ 1;
    const wrong = await store.receive(expected, blocksOf(flipped));
    if (typeof wrong === 'string') throw new Error(wrong);
    expect(wrong.bytes).toEqual(flipped);
    const right = await leafHashes(bytes);
    const differs = [0, 1, 2, 3].map((leaf) => {
      const [own, other] = [wrong.leaves, right].map((all) => all.subarray(leaf * 32, leaf * 32 + 32));
      return String(own) !== String(other);
    });
    expect(differs).toEqual([false, true, false, false]);
    expect(await store.keys()).toEqual([]);
  });

  test('a gap, an overlap, or a byte too many is refused, and nothing is stored', async () => {
    const store = maker.open(freshInfoHash());
    const bytes = bytesOf(PIECE, 3);
    const expected = await expectedOf(0, bytes);
    const overlapping = blocksOf(bytes);
    overlapping[1] = { offset: LEAF - 1, bytes: bytesOf(LEAF, 0) };
    for (const blocks of [
      blocksOf(bytes).slice(1),
      blocksOf(bytes).slice(0, -1),
      overlapping,
      blocksOf(new Uint8Array(PIECE + 1)),
      [],
    ]) {
      expect(await store.receive(expected, blocks)).toBe('gaps');
    }
    expect(await store.keys()).toEqual([]);
  });

  test('blocks cut from one shared buffer leave that buffer usable', async () => {
    const store = maker.open(freshInfoHash());
    const bytes = bytesOf(PIECE, 5);
    const stream = bytes.slice();
    const blocks = [0, 1, 2, 3].map((leaf) => ({
      offset: leaf * LEAF,
      bytes: stream.subarray(leaf * LEAF, (leaf + 1) * LEAF),
    }));
    expect(await store.receive(await expectedOf(0, bytes), blocks)).toBe('stored');
    expect(stream).toEqual(bytes);
  });

  test('many pieces at once all arrive, in any order', async () => {
    const store = maker.open(freshInfoHash());
    const order = [11, 3, 5, 0, 2, 9, 1, 4, 10, 8, 6, 7];
    await Promise.all(order.map((piece) => stored(store, piece, bytesOf(PIECE, piece))));
    expect(await store.keys()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(await store.get(await expectedOf(9, bytesOf(PIECE, 9)))).toEqual(bytesOf(PIECE, 9));
  });

  test('a piece that rotted in storage, or was cut short, is not handed out but deleted', async () => {
    const infoHash = freshInfoHash();
    const store = maker.open(infoHash);
    const expected = await stored(store, 2, bytesOf(PIECE, 6));
    expect(await store.get(expected)).toEqual(bytesOf(PIECE, 6));
    await maker.corrupt(infoHash, 2);
    expect(await store.get(expected)).toBeNull();
    expect(await store.keys()).toEqual([]);
  });

  describe('pieces out of a picked file', () => {
    const content = bytesOf(3 * PIECE + 100, 9);
    const expectedAll = () =>
      Promise.all(
        [0, 1, 2, 3].map((piece) => expectedOf(piece, content.slice(piece * PIECE, (piece + 1) * PIECE))),
      );

    test('are read together, and stored together', async () => {
      const store = maker.open(freshInfoHash());
      const expected = (await expectedAll()).slice(1);
      const pieces = { file: new Blob([content]), offset: PIECE, expected };
      const read = await store.read(pieces);
      if (read === 'unreadable') throw new Error(read);
      expect(read.map((piece) => piece?.length)).toEqual([PIECE, PIECE, 100]);
      expect(Buffer.concat(read.map((piece) => piece ?? new Uint8Array()))).toEqual(
        Buffer.from(content.subarray(PIECE)),
      );
      expect(await store.keys()).toEqual([]);
      expect(await store.copy(pieces)).toBe('stored');
      expect(await store.keys()).toEqual([1, 2, 3]);
      for (const [nth, one] of expected.entries()) expect(await store.get(one)).toEqual(read[nth]);
    });

    test('that was edited since are neither read nor stored, and those beside them are', async () => {
      const store = maker.open(freshInfoHash());
      const edited = content.slice();
      edited[PIECE + 5] = (edited[PIECE + 5] ?? 0) ^ 1;
      const pieces = { file: new Blob([edited]), offset: 0, expected: await expectedAll() };
      const read = await store.read(pieces);
      if (read === 'unreadable') throw new Error(read);
      expect(read.map((piece) => piece !== null)).toEqual([true, false, true, true]);
      expect(await store.copy(pieces)).toBe('wrong');
      expect(await store.keys()).toEqual([0, 2, 3]);
    });

    test('that became shorter are unreadable', async () => {
      const store = maker.open(freshInfoHash());
      const file = new Blob([content.subarray(0, 2 * PIECE)]);
      const pieces = { file, offset: 0, expected: await expectedAll() };
      expect(await store.read(pieces)).toBe('unreadable');
      expect(await store.copy(pieces)).toBe('unreadable');
      expect(await store.keys()).toEqual([]);
    });
  });

  test('destroying a share deletes it and leaves the others', async () => {
    const [gone, kept] = [freshInfoHash(), freshInfoHash()];
    await stored(maker.open(kept), 0, bytesOf(PIECE, 7));
    const store = maker.open(gone);
    await stored(store, 0, bytesOf(PIECE, 8));
    await store.destroy();
    expect(await maker.open(gone).keys()).toEqual([]);
    expect(await maker.open(kept).keys()).toEqual([0]);
  });
}
