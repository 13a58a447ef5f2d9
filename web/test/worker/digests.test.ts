import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { sha1, sha256 } from '../../src/worker/digests.ts';

afterEach(() => vi.unstubAllGlobals());

describe.each([
  ['with WebCrypto', () => undefined],
  ['over plain http, without it', () => vi.stubGlobal('crypto', {})],
])('%s', (_, prepare) => {
  test.each([0, 1, 55, 56, 64, 16_384])('hashes %i bytes as anyone does', async (length) => {
    prepare();
    const bytes = Uint8Array.from({ length }, (_, at) => at * 7);
    const [v1, v2] = [createHash('sha1').update(bytes).digest(), createHash('sha256').update(bytes).digest()];
    expect(Buffer.from(await sha1(bytes))).toEqual(v1);
    expect(Buffer.from(await sha256(bytes))).toEqual(v2);
  });

  test('has read the bytes when it returns: they may be written over', async () => {
    prepare();
    const bytes = new Uint8Array(100);
    const hashed = Promise.all([sha1(bytes), sha256(bytes)]);
    bytes.fill(1);
    const zeros = Buffer.alloc(100);
    expect((await hashed).map((hash) => Buffer.from(hash))).toEqual([
      createHash('sha1').update(zeros).digest(),
      createHash('sha256').update(zeros).digest(),
    ]);
  });
});
