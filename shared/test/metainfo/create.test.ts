import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/bytes/index.ts';
import { decode } from '../../src/metainfo/bencode.ts';
import {
  buildTorrent,
  createTorrent,
  encodeTorrent,
  parseTorrent,
  pieceHashes,
} from '../../src/metainfo/index.ts';
import { Editable, fileOf, nodeDigest, seededBytes, torrentOf } from './fixtures.ts';

const PIECE = 16_384;

describe('creating a torrent', () => {
  it('reports every byte once and ends at the total', async () => {
    const steps: number[] = [];
    await createTorrent({
      name: 'two',
      files: [fileOf('a', seededBytes(PIECE * 2 + 5, 1)), fileOf('b', seededBytes(7, 2))],
      pieceLength: PIECE,
      digest: nodeDigest,
      concurrency: 1,
      onProgress: (hashed, total) => {
        expect(total).toBe(PIECE * 2 + 12);
        steps.push(hashed);
      },
    });
    expect(steps).toEqual([PIECE, PIECE * 2, PIECE * 2 + 5, PIECE * 2 + 12]);
  });

  it('stops when cancelled: no further reads, no further progress', async () => {
    let reads = 0;
    let progress = 0;
    const file = fileOf('long', seededBytes(PIECE * 50, 1));
    const creation = createTorrent({
      name: 'long',
      files: [
        {
          ...file,
          read: (offset, length) => {
            reads++;
            return file.read(offset, length);
          },
        },
      ],
      pieceLength: PIECE,
      digest: nodeDigest,
      concurrency: 2,
      onProgress: () => progress++,
      isCancelled: () => reads >= 4,
    });
    await expect(creation).rejects.toMatchObject({ code: 'cancelled' });
    const seen = { reads, progress };
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect({ reads, progress }).toEqual(seen);
    expect(reads).toBe(4);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('NotReadableError'))],
    ['gives fewer bytes', () => Promise.resolve(new Uint8Array(3))],
  ])('names the file whose read %s', async (_what, read) => {
    const creation = createTorrent({
      name: 'folder',
      files: [fileOf('good', seededBytes(10, 1)), { path: ['sub', 'gone.bin'], length: 10, read }],
      digest: nodeDigest,
    });
    await expect(creation).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('sub/gone.bin'),
    });
  });

  it('reports nothing after it has failed, though other pieces are still being read', async () => {
    const reports: number[] = [];
    let slowReads = 0;
    const slow = seededBytes(PIECE, 1);
    const creation = createTorrent({
      name: 'folder',
      files: [
        { path: ['gone'], length: PIECE, read: () => Promise.reject(new Error('NotReadableError')) },
        {
          path: ['slow'],
          length: PIECE,
          read: async () => {
            await new Promise((resolve) => setTimeout(resolve, 5));
            slowReads++;
            return slow;
          },
        },
      ],
      pieceLength: PIECE,
      digest: nodeDigest,
      onProgress: (hashed) => reports.push(hashed),
    });
    await expect(creation).rejects.toMatchObject({ code: 'file-unreadable' });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(slowReads).toBe(1);
    expect(reports).toEqual([]);
  });

  it('reads nothing more once a read has failed', async () => {
    let reads = 0;
    const data = seededBytes(PIECE, 1);
    const read = (offset: number) => {
      reads++;
      return offset === 0 ? Promise.reject(new Error('NotReadableError')) : Promise.resolve(data);
    };
    const creation = createTorrent({
      name: 'long',
      files: [{ path: ['long'], length: PIECE * 50, read }],
      pieceLength: PIECE,
      digest: nodeDigest,
      concurrency: 2,
    });
    await expect(creation).rejects.toMatchObject({ code: 'file-unreadable' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(reads).toBe(2);
  });

  it('never has more pieces in memory than it may', async () => {
    let held = 0;
    let most = 0;
    const file = fileOf('long', seededBytes(PIECE * 30, 1));
    await createTorrent({
      name: 'long',
      files: [
        {
          ...file,
          read: async (offset, length) => {
            most = Math.max(most, ++held);
            await new Promise((resolve) => setTimeout(resolve, 1));
            return file.read(offset, length);
          },
        },
      ],
      pieceLength: PIECE,
      digest: nodeDigest,
      concurrency: 3,
      onProgress: () => held--,
    });
    expect(most).toBe(3);
  });

  it('adds no key of its own to the info dict', async () => {
    const { info } = await torrentOf('mix', { a: 1, b: 2 });
    const keys = [...new Editable(decode(info.bytes)).dict.keys()];
    expect(keys).toEqual(['file tree', 'files', 'meta version', 'name', 'piece length', 'pieces']);
  });

  it('leaves the lone file of a folder unpadded, as libtorrent does', async () => {
    const { info } = await torrentOf('folder', { 'only.bin': 5 });
    const entries = new Editable(decode(info.bytes)).at('files').list;
    expect(entries).toHaveLength(1);
    const sha1 = await nodeDigest.sha1(seededBytes(5, 0));
    expect(toHex(new Editable(decode(info.bytes)).at('pieces').bytes)).toBe(toHex(sha1));
  });

  it('can be parsed by ourselves, whatever the sizes', async () => {
    const torrent = await torrentOf(
      'sizes',
      { a: 1, b: PIECE, c: PIECE + 1, d: 0, e: PIECE * 5, f: 65_537 },
      65_536,
    );
    expect(parseTorrent(encodeTorrent(torrent))).toEqual(torrent);
  });
});

describe('building from known hashes', () => {
  const parts = { name: 'x', pieceLength: PIECE };
  const file = {
    path: ['x'],
    length: PIECE + 1,
    layer: new Uint8Array(64).fill(1),
    v1Pieces: new Uint8Array(40),
  };

  it('accepts fabricated ones, and gives them back by piece', () => {
    expect(pieceHashes(buildTorrent({ ...parts, files: [file] }))).toEqual(file.layer);
  });

  it('is our own fault when they are not as many as the pieces', () => {
    expect(() => buildTorrent({ ...parts, files: [{ ...file, layer: new Uint8Array(32) }] })).toThrow(
      RangeError,
    );
    expect(() => buildTorrent({ ...parts, files: [{ ...file, v1Pieces: new Uint8Array(20) }] })).toThrow(
      RangeError,
    );
  });

  it('refuses a root that is not the layer’s', () => {
    const lying = { ...file, piecesRoot: new Uint8Array(32) };
    expect(() => buildTorrent({ ...parts, files: [lying] })).toThrowError(
      expect.objectContaining({ code: 'contradiction' }),
    );
  });
});
