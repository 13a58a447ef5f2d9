import { describe, expect, test } from 'vitest';
import { Geometry } from '../../src/metainfo/index.ts';
import { MAX_SHELVED_BLOCKS } from '../../src/swarm/constants.ts';
import { piecePriorities } from '../../src/swarm/index.ts';
import { block, Driver, said } from './driver.ts';

const root = new Uint8Array(32);
const fileOf = (name: string, length: number) => ({ path: [name], length, piecesRoot: root });

describe('priorities of pieces', () => {
  const geometry = new Geometry(16_384, [fileOf('a', 20_000), fileOf('empty', 0), fileOf('b', 16_384)]);

  test('are those of their files; an empty file has no piece', () => {
    expect(piecePriorities(geometry, Uint8Array.of(0, 3, 1))).toEqual(Uint8Array.of(0, 0, 1));
  });

  test('need one number for each file', () => {
    expect(() => piecePriorities(geometry, Uint8Array.of(1, 1))).toThrow(RangeError);
  });
});

describe('selecting', () => {
  const asks = (driver: Driver) =>
    said(driver.meets(1, 'seed', { has: 'all', unchokes: true }), 'request').map(
      ({ piece, offset, length }) => ({ piece, offset, length }),
    );
  const select = (driver: Driver, ...priorities: readonly number[]) =>
    driver.event({ type: 'select', priorities: Uint8Array.from(priorities) });

  test('takes back what is under way, and goes on where it broke off', () => {
    const driver = new Driver({ pieces: 1 });
    const [first, second, third] = asks(driver);
    if (first === undefined || second === undefined || third === undefined) throw Error();
    driver.hears(1, block(first));
    const stopped = select(driver, 0);
    expect(said(stopped, 'cancel')).toHaveLength(3);
    expect(said(stopped, 'not-interested')).toHaveLength(1);
    // It was on its way: it is kept as well.
    driver.hears(1, block(second));
    const again = select(driver, 2);
    expect(said(again, 'interested')).toHaveLength(1);
    expect(driver.context.content?.ledger.partial(0)?.received).toBe(2);
    expect(driver.swarm.view(0).duplicateBytes).toBe(0);
  });

  test('of what is here already says that it is finished, once; of nothing it says nothing', () => {
    const driver = new Driver({ pieces: 2, have: [0] });
    const types = (...priorities: readonly number[]) => select(driver, ...priorities).map(({ type }) => type);
    expect(types(1, 0)).toEqual(['finished']);
    expect(types(3, 0)).toEqual([]);
    expect(types(2, 2)).toEqual([]);
    expect(types(0, 0)).toEqual([]);
  });

  test('refuses what does not fit the pieces, and what comes before they are known', () => {
    expect(() => select(new Driver({ pieces: 2 }), 1)).toThrow(RangeError);
    expect(() => select(new Driver({ newcomer: true }), 1, 1)).toThrow('before the metadata');
  });

  test('keeps no more of what was taken back than memory allows', () => {
    const pieces = MAX_SHELVED_BLOCKS + 10;
    const driver = new Driver({ pieces });
    const { ledger } = driver.context.content ?? {};
    if (ledger === undefined) throw Error();
    for (let piece = 0; piece < pieces; piece++) {
      ledger.open(piece, 1, 'seed');
      ledger.receive(piece, 0, { byteLength: 65_536, piece, offset: 0, good: true }, 'seed');
      ledger.shelve(piece);
    }
    const kept = Array.from({ length: pieces }, (_, piece) => ledger.open(piece, 1, 'seed').received);
    expect(kept.slice(0, 10)).toEqual(new Array(10).fill(0));
    expect(kept.slice(10)).toEqual(new Array(MAX_SHELVED_BLOCKS).fill(1));
  });
});
