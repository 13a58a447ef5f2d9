import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8Encode } from '../../src/bytes/index.ts';
import {
  encodeTorrent,
  MetainfoError,
  parseInfo,
  parseLink,
  parseTorrent,
} from '../../src/metainfo/index.ts';
import { vectorBytes, vectors } from '../metainfo/fixtures.ts';

/** Hostile input either parses to something that stands on its own, or is a MetainfoError; nothing else. */
function parsesOrRefuses<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof MetainfoError)) throw error;
    return null;
  }
}

const torrents = fc.constantFrom(...vectors.map(({ name }) => name)).map(vectorBytes);
const mutations = fc.array(
  fc.record({ at: fc.nat(), remove: fc.nat(3), insert: fc.uint8Array({ maxLength: 3 }) }),
  { minLength: 1, maxLength: 3 },
);
const mutated = fc.tuple(torrents, mutations).map(([original, changes]) => {
  const bytes = [...original];
  for (const { at, remove, insert } of changes) bytes.splice(at % (bytes.length + 1), remove, ...insert);
  return Uint8Array.from(bytes);
});
const digitsChanged = fc
  .tuple(
    torrents,
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0x30, max: 0x39 })), { minLength: 1, maxLength: 2 }),
  )
  .map(([original, changes]) => {
    const bytes = original.slice();
    const digits = [...bytes.keys()].filter((at) => {
      const byte = bytes[at] ?? 0;
      return byte >= 0x30 && byte <= 0x39;
    });
    for (const [which, digit] of changes) bytes[digits[which % digits.length] ?? 0] = digit;
    return bytes;
  });

describe('hostile bytes', () => {
  it('as a torrent parse or are refused, and what parses reads back the same', () => {
    let parsed = 0;
    fc.assert(
      fc.property(fc.oneof(mutated, digitsChanged, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        const torrent = parsesOrRefuses(() => parseTorrent(bytes));
        if (torrent === null) return;
        parsed++;
        expect(parseTorrent(encodeTorrent(torrent))).toEqual(torrent);
      }),
      { numRuns: 3_000 },
    );
    expect(parsed).toBeGreaterThan(0);
  });

  it('as an info dict parse or are refused', () => {
    fc.assert(
      fc.property(mutated, (bytes) => {
        const end = bytes.length - 'e12:piece layersdee'.length;
        parsesOrRefuses(() => parseInfo(bytes.subarray('d4:info'.length, end)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('as a link parse or are refused', () => {
    const hash = 'A'.repeat(43);
    const starts = fc.constantFrom(
      '',
      '#',
      `#s=${hash}&dn=`,
      'magnet:?',
      `magnet:?xt=urn:btmh:1220${'0'.repeat(64)}&`,
    );
    fc.assert(
      fc.property(starts, fc.string({ unit: 'binary' }), (start, rest) => {
        const link = parsesOrRefuses(() => parseLink(start + rest));
        if (link !== null) expect(link.infoHash).toHaveLength(32);
      }),
      { numRuns: 2_000 },
    );
  });

  const repeated = (text: string, bytes: number) => utf8Encode(text.repeat(bytes / text.length));
  it.each([
    ['lists in lists', 'l'],
    ['dictionaries in dictionaries', 'd0:'],
    ['strings that promise much', '9999999:'],
    ['empty lists', 'le'],
  ])('8 MB of %s are refused within two seconds', (_what, text) => {
    const bytes = repeated(text, 8_000_000);
    const whole = concatBytes([utf8Encode('d1:al'), bytes]);
    const begin = performance.now();
    expect(parsesOrRefuses(() => parseTorrent(whole))).toBeNull();
    expect(performance.now() - begin).toBeLessThan(2_000);
  });

  it('beyond 64 MiB are refused unread', () => {
    const begin = performance.now();
    const huge = new Uint8Array(64 * 1024 * 1024 + 1).fill(0x64);
    expect(() => parseTorrent(huge)).toThrowError(expect.objectContaining({ code: 'too-large' }));
    expect(performance.now() - begin).toBeLessThan(1_000);
  });
});
