import { uuidOfPublicKey } from '@flockdrop/shared/identity';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sealIdentity } from '../../src/adapters/identity-file.ts';
import { identityFromSeed, openIdentity } from '../../src/adapters/identity-store.ts';
import { OwnIdentity } from '../../src/session/own-identity.ts';
import { eventually, film, SOMEONE, settle, Tab } from './browser.ts';

const PASSPHRASE = 'correct horse';
const downloads: { readonly name: string; readonly text: string }[] = [];

vi.mock('../../src/adapters/download-bytes.ts', () => ({
  downloadBytes: (name: string, _type: string, bytes: Uint8Array) =>
    downloads.push({ name, text: new TextDecoder().decode(bytes) }),
}));

beforeEach(() => {
  downloads.length = 0;
});
afterEach(settle);

async function carried(seed: Uint8Array<ArrayBuffer>, uuid?: string): Promise<File> {
  const { publicKey } = await identityFromSeed(seed);
  const text = await sealIdentity({ uuid: uuid ?? uuidOfPublicKey(publicKey), seed }, PASSPHRASE);
  return new File([text], 'name.json');
}

test('what one browser exports another imports, and is the same from then on', async () => {
  const here = new OwnIdentity(await openIdentity(), () => undefined);
  const { uuid } = here;
  expect(await here.export(PASSPHRASE)).toBeNull();
  const [file] = downloads;
  expect(file?.name).toBe(`flockdrop-name-${uuid.slice(0, 8)}.json`);
  expect(await here.renew()).toBeNull();
  expect(here.uuid).not.toBe(uuid);
  expect(await here.import(new File([file?.text ?? ''], 'x'), PASSPHRASE)).toBeNull();
  expect(here.uuid).toBe(uuid);
  expect(uuidOfPublicKey((await openIdentity()).publicKey)).toBe(uuid);
});

test('what does not fit is refused with a code, and changes nothing', async () => {
  const here = new OwnIdentity(await openIdentity(), () => {
    throw new Error('nothing was replaced');
  });
  const file = await carried(new Uint8Array(32).fill(1));
  expect(await here.export('short')).toMatchObject({ code: 'weak-passphrase' });
  expect(await here.import(file, 'wrong horse')).toMatchObject({ code: 'wrong-passphrase' });
  expect(await here.import(new File(['{}'], 'x'), PASSPHRASE)).toMatchObject({ code: 'bad-identity' });
  expect(await here.import(new File(['x'.repeat(5_000)], 'x'), PASSPHRASE)).toMatchObject({
    code: 'bad-identity',
  });
  const lying = await carried(new Uint8Array(32).fill(1), SOMEONE);
  expect(await here.import(lying, PASSPHRASE)).toMatchObject({ code: 'bad-identity' });
  const gone = Object.assign(new File(['{}'], 'x'), { text: () => Promise.reject(new Error('gone')) });
  expect(await here.import(gone, PASSPHRASE)).toMatchObject({ code: 'identity-failed' });
  expect(downloads).toEqual([]);
});

test('a key from elsewhere, of which only the pair is known, is not exported', async () => {
  const elsewhere = await identityFromSeed(new Uint8Array(32).fill(2));
  const here = new OwnIdentity(elsewhere, () => undefined);
  expect(await here.export(PASSPHRASE)).toMatchObject({ code: 'identity-locked' });
});

test('a new name holds in all tabs at once, and everyone is met anew under it', async () => {
  const [one, other] = [await Tab.open(), await Tab.open()];
  const { file, torrent } = await film();
  one.session.createShare([file]);
  await eventually(() => expect(one.said('join', torrent)).toHaveLength(1));
  expect(await one.session.importIdentity(await carried(new Uint8Array(32).fill(3)), PASSPHRASE)).toBeNull();
  const { publicKey } = await openIdentity();
  await eventually(() => {
    for (const tab of [one, other]) expect(tab.app.self).toBe(uuidOfPublicKey(publicKey));
  });
  await eventually(() => expect(one.said('join', torrent)).toHaveLength(2));
  expect(one.shows(torrent)).toMatchObject({ state: 'seeding' });
});
