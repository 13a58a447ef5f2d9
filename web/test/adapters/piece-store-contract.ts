/**
 * What every piece store must do, whatever it stores in. Call inside a test file with a maker of fresh stores.
 */
import { merkleRoot } from '@flockdrop/shared/metainfo';
import { expect, test } from 'vitest';
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

let shares = 0;
export function freshInfoHash(): string {
  shares++;
  return shares.toString(16).padStart(64, '0');
}

export function pieceStoreContract(maker: StoreMaker): void {
  test('a new share holds nothing', async () => {
    const store = maker.open(freshInfoHash());
    expect(await store.keys()).toEqual([]);
    expect(await store.get(0)).toBeNull();
    expect(await store.check(await expectedOf(0, bytesOf(PIECE, 0)))).toBe(false);
  });

  test('a right piece is verified, then stored, and outlives the store', async () => {
    const infoHash = freshInfoHash();
    const store = maker.open(infoHash);
    const bytes = bytesOf(PIECE, 1);
    expect(await store.verify(await expectedOf(7, bytes), blocksOf(bytes).reverse())).toBe(true);
    expect(await store.keys()).toEqual([]);
    expect(await store.get(7)).toEqual(bytes);
    await store.store(7);
    expect(await store.keys()).toEqual([7]);
    await store.close();
    expect(await maker.open(infoHash).get(7)).toEqual(bytes);
  });

  test('the short last piece of a file is padded with missing leaves, not with zeros', async () => {
    const store = maker.open(freshInfoHash());
    const bytes = bytesOf(2 * LEAF + 5, 2);
    const expected = await expectedOf(0, bytes);
    expect(await store.verify(expected, blocksOf(bytes))).toBe(true);
    const padded = new Uint8Array(PIECE);
    padded.set(bytes);
    expect(await store.verify({ ...expected, length: PIECE }, blocksOf(padded))).toBe(false);
  });

  test('one flipped bit, a gap, an overlap, or a byte too many is refused', async () => {
    const store = maker.open(freshInfoHash());
    const bytes = bytesOf(PIECE, 3);
    const expected = await expectedOf(0, bytes);
    const flipped = bytes.slice();
    flipped[LEAF + 1] = (flipped[LEAF + 1] ?? 0) ^ 1;
    const overlapping = blocksOf(bytes);
    overlapping[1] = { offset: LEAF - 1, bytes: bytesOf(LEAF, 0) };
    for (const blocks of [
      blocksOf(flipped),
      blocksOf(bytes).slice(1),
      blocksOf(bytes).slice(0, -1),
      overlapping,
      blocksOf(new Uint8Array(PIECE + 1)),
      [],
    ]) {
      expect(await store.verify(expected, blocks)).toBe(false);
    }
    expect(await store.get(0)).toBeNull();
    await expect(store.store(0)).rejects.toMatchObject({ code: 'storage-failed' });
  });

  test('a dropped piece is forgotten', async () => {
    const store = maker.open(freshInfoHash());
    const bytes = bytesOf(PIECE, 4);
    await store.verify(await expectedOf(0, bytes), blocksOf(bytes));
    store.drop(0);
    expect(await store.get(0)).toBeNull();
  });

  test('blocks cut from one shared buffer leave that buffer usable', async () => {
    const store = maker.open(freshInfoHash());
    const bytes = bytesOf(PIECE, 5);
    const stream = bytes.slice();
    const blocks = [0, 1, 2, 3].map((leaf) => ({
      offset: leaf * LEAF,
      bytes: stream.subarray(leaf * LEAF, (leaf + 1) * LEAF),
    }));
    expect(await store.verify(await expectedOf(0, bytes), blocks)).toBe(true);
    expect(stream).toEqual(bytes);
  });

  test('many pieces at once all arrive, in any order', async () => {
    const store = maker.open(freshInfoHash());
    const order = [11, 3, 5, 0, 2, 9, 1, 4, 10, 8, 6, 7];
    await Promise.all(order.map((piece) => store.put(piece, bytesOf(PIECE, piece))));
    expect(await store.keys()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(await store.get(9)).toEqual(bytesOf(PIECE, 9));
  });

  test('a piece that rotted in storage is found out and deleted', async () => {
    const infoHash = freshInfoHash();
    const store = maker.open(infoHash);
    const expected = await expectedOf(2, bytesOf(PIECE, 6));
    await store.put(2, bytesOf(PIECE, 6));
    expect(await store.check(expected)).toBe(true);
    await maker.corrupt(infoHash, 2);
    expect(await store.check(expected)).toBe(false);
    expect(await store.keys()).toEqual([]);
  });

  test('destroying a share deletes it and leaves the others', async () => {
    const [gone, kept] = [freshInfoHash(), freshInfoHash()];
    await maker.open(kept).put(0, bytesOf(PIECE, 7));
    const store = maker.open(gone);
    await store.put(0, bytesOf(PIECE, 8));
    await store.destroy();
    expect(await maker.open(gone).keys()).toEqual([]);
    expect(await maker.open(kept).keys()).toEqual([0]);
  });
}
