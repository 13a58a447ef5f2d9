import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { discard, parcels, receive } from '../../src/worker/inbox.ts';

const DAY_MS = 24 * 60 * 60_000;

function form(fields: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

beforeEach(async () => {
  for (const { id } of await parcels(0)) await discard(id);
});

test('where nothing ever came, looking makes no inbox', async () => {
  expect(await parcels(0)).toEqual([]);
  expect(await indexedDB.databases()).toEqual([]);
});

test('what came waits until it is taken, the latest first', async () => {
  await receive(form({ title: 'Photos', text: ' ', url: 'https://a.example' }), 'a', 1);
  await receive(form({ text: 'hello' }), 'b', 2);
  expect((await parcels(3)).map(({ id, text }) => [id, text])).toEqual([
    ['b', 'hello'],
    ['a', 'Photos\nhttps://a.example'],
  ]);
  await discard('b');
  expect((await parcels(3)).map(({ id }) => id)).toEqual(['a']);
});

test('an empty handover leaves nothing behind', async () => {
  await receive(form({ title: '', files: 'not a file' }), 'a', 1);
  const noFile = form({});
  noFile.append('files', new File([], ''));
  await receive(noFile, 'b', 1);
  expect(await parcels(2)).toEqual([]);
});

test('a form that names no file brings its words alone', async () => {
  const words = form({ text: 'hello' });
  words.append('files', new File([], ''));
  await receive(words, 'a', 1);
  expect(await parcels(2)).toMatchObject([{ text: 'hello', files: [] }]);
});

test('number, length and age are bounded', async () => {
  for (let at = 0; at < 14; at++) await receive(form({ text: 'x'.repeat(200_000) }), `p${at}`, at);
  const waiting = await parcels(14);
  expect(waiting.map(({ id }) => id)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4].map((at) => `p${at}`));
  expect(waiting.every(({ text }) => text.length === 100_000)).toBe(true);
  expect(await parcels(8 * DAY_MS)).toEqual([]);
  expect(await parcels(14)).toEqual([]);
});
