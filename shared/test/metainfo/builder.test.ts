import { describe, expect, it } from 'vitest';
import {
  encodeTorrent,
  hashPiece,
  MAX_INFO_BYTES,
  parseTorrent,
  TorrentBuilder,
} from '../../src/metainfo/index.ts';
import { nodeDigest, seededBytes, torrentOf } from './fixtures.ts';

const PIECE = 16_384;
/** Large shares on a busy machine. */
const SLOW_MS = 90_000;

describe('a torrent builder', () => {
  it.each([
    ['empty-share', 'x', [{ path: ['x'], length: 0 }]],
    ['empty-share', 'x', []],
    ['unsafe-path', '..', [{ path: ['a'], length: 1 }]],
    ['unsafe-path', 'x', [{ path: ['..', 'a'], length: 1 }]],
    ['unsafe-path', 'x', [{ path: [], length: 1 }]],
    [
      'unsafe-path',
      'x',
      [
        { path: ['a'], length: 1 },
        { path: ['a'], length: 2 },
      ],
    ],
    [
      'unsafe-path',
      'x',
      [
        { path: ['a'], length: 1 },
        { path: ['a', 'b'], length: 2 },
      ],
    ],
    [
      'unsafe-path',
      'x',
      [
        { path: ['a', 'b'], length: 1 },
        { path: ['a'], length: 2 },
      ],
    ],
    ['unsafe-path', 'half\ud800', [{ path: ['a'], length: 1 }]],
    ['unsafe-path', 'x', [{ path: ['a', 'half\udc00'], length: 1 }]],
    ['unsafe-path', 'x', [{ path: ['a', 'n'.repeat(1_025)], length: 1 }]],
    ['unsafe-path', 'x', [{ path: new Array<string>(5).fill('n'.repeat(1_000)), length: 1 }]],
    ['unsafe-path', 'x', [{ path: new Array<string>(66).fill('d'), length: 1 }]],
    ['too-large', 'x', [{ path: ['a'], length: 2 ** 50 }]],
  ])('refuses %s before anything is hashed (%s, %j)', (code, name, files) => {
    expect(() => new TorrentBuilder({ name, files })).toThrowError(expect.objectContaining({ code }));
  });

  it.each([
    ['bad-info', 0],
    ['bad-info', -PIECE],
    ['bad-info', Number.NaN],
    ['bad-info', 8_192],
    ['bad-info', 3 * PIECE],
    ['too-large', 2 ** 40],
    ['too-large', Number.POSITIVE_INFINITY],
  ])('refuses before anything is hashed, as %s, a piece length of %d', (code, pieceLength) => {
    const files = [{ path: ['a'], length: 5 }];
    expect(() => new TorrentBuilder({ name: 'x', files, pieceLength })).toThrowError(
      expect.objectContaining({ name: 'MetainfoError', code }),
    );
  });

  it('refuses more files than anybody reads', () => {
    const files = Array.from({ length: 100_001 }, (_, nth) => ({ path: [`${nth}`], length: 1 }));
    expect(() => new TorrentBuilder({ name: 'x', files })).toThrowError(
      expect.objectContaining({ code: 'too-large' }),
    );
  });

  it.each([-1, 1.5, Number.NaN, 2 ** 60])('takes no file of %d bytes, which is our own fault', (length) => {
    const files = [
      { path: ['a'], length: 5 },
      { path: ['b'], length },
    ];
    expect(() => new TorrentBuilder({ name: 'x', files })).toThrow(RangeError);
  });

  it('comes out the same when pieces are hashed elsewhere, in any order', async () => {
    const lengths = { 'b.bin': PIECE * 3 + 1, 'a/c.bin': 5, 'a.bin': 0 };
    const data = Object.values(lengths).map(seededBytes);
    const files = Object.entries(lengths).map(([path, length]) => ({ path: path.split('/'), length }));
    const builder = new TorrentBuilder({ name: 'mix', files, pieceLength: PIECE });
    for (let piece = builder.geometry.pieceCount - 1; piece >= 0; piece--) {
      expect(() => builder.build()).toThrow(RangeError);
      const { file, offset, length, ...shape } = builder.pieceToHash(piece);
      const bytes = data[file]?.slice(offset, offset + length) ?? new Uint8Array();
      builder.add(piece, await hashPiece(bytes, shape, nodeDigest));
    }
    expect(builder.build()).toEqual(await torrentOf('mix', lengths));
  });

  it('refuses to hear of a piece twice', async () => {
    const builder = new TorrentBuilder({ name: 'a', files: [{ path: ['a'], length: 5 }] });
    const hashes = { root: new Uint8Array(32), sha1: new Uint8Array(20) };
    builder.add(0, hashes);
    expect(() => builder.add(0, hashes)).toThrow(RangeError);
  });
});

/** Files whose names, each in v1 and in v2, are most of the info dict. */
function longNames(count: number) {
  return Array.from({ length: count }, (_, nth) => ({ path: [`${nth}-`.padEnd(300, 'n')], length: 1 }));
}

/** A torrent with made-up hashes. */
function built(name: string, files: ReturnType<typeof longNames>) {
  const builder = new TorrentBuilder({ name, files });
  const root = new Uint8Array(32);
  for (let piece = 0; piece < builder.geometry.pieceCount; piece++) {
    new DataView(root.buffer).setUint32(0, piece);
    builder.add(piece, { root, sha1: new Uint8Array(20) });
  }
  return builder.build();
}

it('makes the longest info dict that peers take, and refuses one byte more before hashing', {
  timeout: SLOW_MS,
}, () => {
  const name = 'x'.repeat(100);
  const size = (count: number) => built(name, longNames(count)).info.bytes.length;
  const perFile = size(6_001) - size(6_000);
  const more = Math.floor((MAX_INFO_BYTES - size(6_000)) / perFile);
  const files = longNames(6_000 + more);
  const spare = MAX_INFO_BYTES - size(6_000) - more * perFile;
  const longest = built(name.padEnd(100 + spare, 'x'), files);
  expect(longest.info.bytes).toHaveLength(MAX_INFO_BYTES);
  expect(parseTorrent(encodeTorrent(longest)).info.infoHashV2).toEqual(longest.info.infoHashV2);
  expect(() => new TorrentBuilder({ name: name.padEnd(101 + spare, 'x'), files })).toThrowError(
    expect.objectContaining({ code: 'too-large' }),
  );
});

it.each([
  // Short enough in bytes, but each name is an object of its own to the reader of v1.
  ['100,000 files in sixty-odd folders', (nth: number) => [...new Array<string>(60).fill('d'), `${nth}`]],
  ['100,000 files, each in three folders of its own', (nth: number) => [`${nth}`, 'a', 'b', 'c']],
])('refuses before anything is hashed what would cost a reader too much: %s', (_what, path) => {
  const files = Array.from({ length: 100_000 }, (_, nth) => ({ path: path(nth), length: 1 }));
  expect(() => new TorrentBuilder({ name: 'x', files })).toThrowError(
    expect.objectContaining({ code: 'too-large' }),
  );
});

it('makes and reads a torrent of 100,000 files in eight folders each', { timeout: SLOW_MS }, () => {
  const files = Array.from({ length: 100_000 }, (_, nth) => ({
    path: [...'abcdefg', `folder ${Math.floor(nth / 10)}`, `${nth}.txt`],
    length: 1,
  }));
  const before = process.cpuUsage();
  const encoded = encodeTorrent(built('many', files));
  const { info } = parseTorrent(encoded);
  const { user, system } = process.cpuUsage(before);
  // Processor time, in microseconds, because other tests run beside this one. It took 26 seconds once.
  expect(user + system).toBeLessThan(10_000_000);
  expect(info.geometry.files).toHaveLength(100_000);
});
