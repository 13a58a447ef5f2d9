import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { type Arrival, takeArrival, waitingArrivals, watchLaunches } from '../../src/adapters/arrivals.ts';
import { watchInstallOffer } from '../../src/adapters/install-offer.ts';
import { receive } from '../../src/worker/inbox.ts';

afterEach(async () => {
  vi.unstubAllGlobals();
  for (const { id } of await waitingArrivals()) await takeArrival(id);
});

async function arrives(fields: Readonly<Record<string, string>>): Promise<Arrival | undefined> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  await receive(form, 'id', Date.now());
  return (await waitingArrivals())[0];
}

test.each([
  [{ text: 'Look: https://drop.example/#s=abc&dn=x thanks' }, 'https://drop.example/#s=abc&dn=x'],
  [{ url: 'https://drop.example/#up=1&s=abc' }, 'https://drop.example/#up=1&s=abc'],
  [{ title: 'A film', text: 'magnet:?xt=urn:btmh:1220ab' }, 'magnet:?xt=urn:btmh:1220ab'],
])('a link in what was handed over is a link: %j', async (fields, link) => {
  expect(await arrives(fields)).toMatchObject({ link, files: [] });
});

test('other text is a file, named after how it begins', async () => {
  const arrival = await arrives({ text: 'Buy: milk/bread\nand more https://a.example/#top' });
  expect(arrival?.link).toBeNull();
  expect(arrival?.files.map(({ path }) => path)).toEqual(['Buy milk bread.txt']);
  expect(await arrival?.files[0]?.file.text()).toBe('Buy: milk/bread\nand more https://a.example/#top');
});

test('looking for a link in what was handed over takes no time, however it is written', async () => {
  const text = `${'http://a#'.repeat(11_000)} end`;
  const start = performance.now();
  expect((await arrives({ text }))?.link).toBeNull();
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('a name ends between characters', async () => {
  const arrival = await arrives({ text: `a${'😀'.repeat(60)}` });
  expect(arrival?.files[0]?.path).toBe(`a${'😀'.repeat(39)}.txt`);
});

test('text without a name to be had is a file all the same', async () => {
  expect((await arrives({ text: '???' }))?.files[0]?.path).toBe('text.txt');
});

test('files that the system opens arrive with their handles; what cannot be read does not hinder the rest', async () => {
  let consume: (launch: object) => void = () => undefined;
  vi.stubGlobal('launchQueue', {
    setConsumer(consumer: typeof consume) {
      consume = consumer;
    },
  });
  const came: Arrival[] = [];
  watchLaunches((arrival) => came.push(arrival));
  const file = new File(['x'], 'a.pdf');
  const handle = { kind: 'file', getFile: async () => file };
  const gone = { kind: 'file', getFile: () => Promise.reject(new Error('gone')) };
  consume({ files: [handle, gone, { kind: 'directory' }] });
  await vi.waitFor(() => expect(came).toHaveLength(1));
  expect(came[0]?.files).toEqual([{ path: 'a.pdf', file, handle }]);
  consume({});
  consume({ files: [gone] });
  await Promise.resolve();
  expect(came).toHaveLength(1);
});

test('without a launch queue nothing is watched', () => {
  expect(() => watchLaunches(() => undefined)).not.toThrow();
});

test('the offer to install is kept from the browser, told, and taken once', async () => {
  const target = new EventTarget();
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
  const told: boolean[] = [];
  const offer = watchInstallOffer((isOffered) => told.push(isOffered));
  const prompt = vi.fn(async () => undefined);
  const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt });
  target.dispatchEvent(event);
  expect([event.defaultPrevented, told]).toEqual([true, [true]]);
  await offer.take();
  await offer.take();
  expect(prompt).toHaveBeenCalledOnce();
  expect(told.at(-1)).toBe(false);
  target.dispatchEvent(event);
  target.dispatchEvent(new Event('appinstalled'));
  expect(told.slice(-2)).toEqual([true, false]);
});
