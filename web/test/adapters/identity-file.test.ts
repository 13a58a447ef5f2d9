import { webcrypto } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openIdentityFile, sealIdentity } from '../../src/adapters/identity-file.ts';

const SEED = Uint8Array.from({ length: 32 }, (_, at) => at * 7);
const ME = { uuid: '0f9d1c2a-0000-8000-8000-000000000000', seed: SEED };
const PASSPHRASE = 'Vögel über dem See';

/** As on a page over plain http. */
const withoutWebCrypto = () =>
  vi.stubGlobal('crypto', { getRandomValues: webcrypto.getRandomValues.bind(webcrypto) });

afterEach(() => {
  vi.unstubAllGlobals();
});

const sealed = sealIdentity(ME, PASSPHRASE);

test('a file gives back to whoever knows the passphrase what was put into it, and tells nobody else', async () => {
  const text = await sealed;
  expect(await openIdentityFile(text, PASSPHRASE)).toEqual(ME);
  // Typed as another keyboard writes it.
  expect(await openIdentityFile(text, PASSPHRASE.normalize('NFD'))).toEqual(ME);
  await expect(openIdentityFile(text, PASSPHRASE.toLowerCase())).rejects.toMatchObject({
    code: 'wrong-passphrase',
  });
  await expect(openIdentityFile(text, '')).rejects.toMatchObject({ code: 'wrong-passphrase' });
});

test('two files of one identity and passphrase have nothing in common', async () => {
  const [one, other] = [JSON.parse(await sealed), JSON.parse(await sealIdentity(ME, PASSPHRASE))];
  expect(one.uuid).toBe(other.uuid);
  expect(one.key).not.toBe(other.key);
  expect(one.derivation.salt).not.toBe(other.derivation.salt);
  expect(one.cipher.iv).not.toBe(other.cipher.iv);
});

test('browsers with and without WebCrypto open each other’s files', async () => {
  const native = await sealed;
  withoutWebCrypto();
  expect(await openIdentityFile(native, PASSPHRASE)).toEqual(ME);
  await expect(openIdentityFile(native, 'another')).rejects.toMatchObject({ code: 'wrong-passphrase' });
  const plain = await sealIdentity(ME, PASSPHRASE);
  vi.unstubAllGlobals();
  expect(await openIdentityFile(plain, PASSPHRASE)).toEqual(ME);
}, 60_000);

describe('nothing else is taken for a file', () => {
  type Change = (file: ReturnType<typeof JSON.parse>) => unknown;
  const changes: Readonly<Record<string, Change>> = {
    'no object': () => [],
    'another type': (file) => ({ ...file, type: 'ssh' }),
    'another version': (file) => ({ ...file, version: 2 }),
    'no UUID': (file) => ({ ...file, uuid: 'me' }),
    'hardly a derivation': (file) => ({ ...file, derivation: { ...file.derivation, iterations: 1 } }),
    'a derivation without end': (file) => ({ ...file, derivation: { ...file.derivation, iterations: 1e9 } }),
    'a half iteration': (file) => ({ ...file, derivation: { ...file.derivation, iterations: 200_000.5 } }),
    'another derivation': (file) => ({ ...file, derivation: { ...file.derivation, name: 'MD5' } }),
    'no salt': (file) => ({ ...file, derivation: { ...file.derivation, salt: '' } }),
    'a long key': (file) => ({ ...file, key: `${file.key}AAAA` }),
    'a huge key': (file) => ({ ...file, key: 'A'.repeat(1e6) }),
    'no key': ({ key: _, ...file }) => file,
  };
  test.each(Object.entries(changes))('%s', async (_, change) => {
    const text = JSON.stringify(change(JSON.parse(await sealed)));
    await expect(openIdentityFile(text, PASSPHRASE)).rejects.toMatchObject({ code: 'bad-identity' });
  });

  test.each(['', 'null', '{', 'd4:infod4:name'])('the text %j', async (text) => {
    await expect(openIdentityFile(text, PASSPHRASE)).rejects.toMatchObject({ code: 'bad-identity' });
  });

  test('one that somebody changed opens with no passphrase', async () => {
    const file = JSON.parse(await sealed);
    const key = `${file.key.startsWith('A') ? 'B' : 'A'}${file.key.slice(1)}`;
    await expect(openIdentityFile(JSON.stringify({ ...file, key }), PASSPHRASE)).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
  });
});
