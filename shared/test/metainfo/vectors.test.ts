import { describe, expect, it } from 'vitest';
import { concatBytes, toHex } from '../../src/bytes/index.ts';
import {
  createTorrent,
  encodeTorrent,
  formatMagnet,
  parseLink,
  parseTorrent,
} from '../../src/metainfo/index.ts';
import { fileOf, folderVectors, nodeDigest, seededBytes, vectorBytes, vectors } from './fixtures.ts';

const given = [
  ...vectors.map((vector) => ({ ...vector, folder: false })),
  ...folderVectors.map((vector) => ({ ...vector, folder: true })),
];

describe.each(given)('the libtorrent torrent $name', (vector) => {
  const original = vectorBytes(vector.name);

  it('is created again byte for byte from the same files', async () => {
    const torrent = await createTorrent({
      name: vector.name,
      pieceLength: vector.pieceLength,
      folder: vector.folder,
      files: vector.files.map(({ path, length, seed }) => fileOf(path, seededBytes(length, seed))).reverse(),
      digest: nodeDigest,
    });
    expect(torrent.info.infoHashV1 && toHex(torrent.info.infoHashV1)).toBe(vector.infohashV1);
    expect(toHex(torrent.info.infoHashV2)).toBe(vector.infohashV2);
    expect(toHex(encodeTorrent(torrent))).toBe(toHex(original));
  });

  it('parses to its files and both info-hashes, and is written back unchanged', () => {
    const torrent = parseTorrent(original);
    expect(torrent.info.infoHashV1 && toHex(torrent.info.infoHashV1)).toBe(vector.infohashV1);
    expect(toHex(torrent.info.infoHashV2)).toBe(vector.infohashV2);
    expect(torrent.info.name).toBe(vector.name);
    expect(torrent.info.geometry.pieceLength).toBe(vector.pieceLength);
    const files = torrent.info.geometry.files.map(({ path, length }) => ({ path: path.join('/'), length }));
    expect(files).toEqual(vector.files.map(({ path, length }) => ({ path, length })));
    expect(toHex(encodeTorrent(torrent))).toBe(toHex(original));
  });

  it('has the same magnet, which leads back to it', () => {
    const { info } = parseTorrent(original);
    expect(formatMagnet(info)).toBe(vector.magnet);
    expect(parseLink(vector.magnet)).toEqual({ infoHash: info.infoHashV2, name: vector.name });
  });
});

it('a folder with a file of its own name is another share than the file', async () => {
  const files = [fileOf('x', seededBytes(1_000, 0))];
  const create = (folder: boolean) =>
    createTorrent({ name: 'x', files, pieceLength: 16_384, digest: nodeDigest, folder });
  const [file, folder] = await Promise.all([create(false), create(true)]);
  expect(folder.info.geometry).toEqual(file.info.geometry);
  expect(folder.info.infoHashV2).not.toEqual(file.info.infoHashV2);
  expect(parseTorrent(encodeTorrent(folder))).toEqual(folder);
});

it('parses a torrent that lies within a larger buffer', () => {
  const original = vectorBytes('album');
  const inside = concatBytes([new Uint8Array(7), original]).subarray(7);
  expect(parseTorrent(inside)).toEqual(parseTorrent(original));
});
