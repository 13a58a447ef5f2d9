import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../src/metainfo/bencode.ts';
import {
  encodeTorrent,
  type FileToShare,
  MetainfoError,
  parseTorrent,
  TorrentBuilder,
} from '../../src/metainfo/index.ts';

const PIECE = 16_384;
const component = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.constantFrom('x', 'a', 'A', 'a.b', 'a-', 'a b', 'é', '\uff5e', '😀', 'z'.repeat(300)),
  },
  { weight: 1, arbitrary: fc.constantFrom('.', '..', '', 'a/b', '\ud800', 'z'.repeat(1_025)) },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }) },
);
const length = fc.oneof(fc.constantFrom(0, 1, PIECE - 1, PIECE, PIECE + 1, 4 * PIECE), fc.nat(6 * PIECE));
const files = fc.array(fc.record({ path: fc.array(component, { minLength: 1, maxLength: 4 }), length }), {
  minLength: 1,
  maxLength: 8,
});

/** The builder, all of its pieces hashed to made-up values; `null` when it refuses the files at once. */
function filled(name: string, given: readonly FileToShare[], folder: boolean): TorrentBuilder | null {
  let builder: TorrentBuilder;
  try {
    builder = new TorrentBuilder({ name, files: given, pieceLength: PIECE, folder });
  } catch (error) {
    expect(error).toBeInstanceOf(MetainfoError);
    return null;
  }
  for (let piece = 0; piece < builder.geometry.pieceCount; piece++) {
    builder.add(piece, {
      root: new Uint8Array(32).fill(piece + 1),
      sha1: new Uint8Array(20).fill(piece + 1),
    });
  }
  return builder;
}

describe('a share', () => {
  it('is refused before it is hashed, or becomes a torrent that everyone reads the same', () => {
    const outcomes = { refused: 0, built: 0 };
    fc.assert(
      fc.property(component, files, fc.boolean(), (name, given, folder) => {
        const builder = filled(name, given, folder);
        if (builder === null) {
          outcomes.refused++;
          return;
        }
        outcomes.built++;
        const torrent = builder.build();
        expect(encode(decode(torrent.info.bytes))).toEqual(torrent.info.bytes);
        expect(parseTorrent(encodeTorrent(torrent))).toEqual(torrent);
        const told = torrent.info.geometry.files.map((file) => `${file.path.join('/')} ${file.length}`);
        expect(told.sort()).toEqual(given.map((file) => `${file.path.join('/')} ${file.length}`).sort());
      }),
      { numRuns: 1_500 },
    );
    expect(outcomes.built).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(100);
  });
});
