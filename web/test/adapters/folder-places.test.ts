import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { forgetPlaces, StoredPlaces } from '../../src/adapters/folder-places.ts';
import { Database } from '../../src/worker/database.ts';

const [one, other] = ['a'.repeat(64), 'b'.repeat(64)] as [string, string];
const place = (path: string) => ({ path, length: 5, modified: 7 });

test('places are there again after a reload, for each share its own', async () => {
  const places = await StoredPlaces.open(one);
  expect([...places.all()]).toEqual([]);
  await places.put(0, place('a.txt'));
  await places.put(70_000, place('b.txt'));
  await places.put(0, place('a (2).txt'));
  await (await StoredPlaces.open(other)).put(0, place('theirs.txt'));
  const again = await StoredPlaces.open(one);
  expect([...again.all()]).toEqual([
    [0, place('a (2).txt')],
    [70_000, place('b.txt')],
  ]);
  expect(again.get(70_000)).toEqual(place('b.txt'));
  expect(again.get(1)).toBeUndefined();
  await forgetPlaces(one);
  expect([...(await StoredPlaces.open(one)).all()]).toEqual([]);
  expect([...(await StoredPlaces.open(other)).all()]).toHaveLength(1);
});

test('what is damaged is not believed', async () => {
  const raw = new Database({ name: 'flockdrop-folders', version: 1, stores: ['places'] }).store('places');
  await raw('readwrite', (store) => {
    store.put({ path: 3, length: -1 }, [one, 0]);
    store.put('nonsense', [one, 1]);
    store.put(place('good.txt'), [one, 2]);
    return Promise.resolve();
  });
  expect([...(await StoredPlaces.open(one)).all()]).toEqual([[2, place('good.txt')]]);
});
