import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { get, set } from 'idb-keyval';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  connectPieceStore,
  type ExpectedPiece,
  type PieceStore,
  StorageError,
} from '../../src/adapters/piece-store.ts';
import { answerCalls } from '../../src/worker/calls.ts';
import { Database } from '../../src/worker/database.ts';
import { createPiecesWorker } from '../../src/worker/pieces-worker.ts';
import { FAULTS, type Fault, FaultyDisk } from './faulty-disk.ts';
import { blocksOf, bytesOf, expectedOf, freshInfoHash } from './piece-store-contract.ts';

/** Small, so that many runs take little: what is tested does not depend on it. */
const LENGTH = 600;
const COUNT = 4;
const contents = Array.from({ length: COUNT }, (_, piece) => bytesOf(LENGTH, piece));
const file = new Blob(contents);
const edited = new Blob(contents.map((bytes, piece) => (piece === 1 ? bytesOf(LENGTH, 99) : bytes)));
let expected: readonly ExpectedPiece[] = [];
beforeAll(async () => {
  expected = await Promise.all(contents.map((bytes, piece) => expectedOf(piece, bytes)));
});

const ports: MessagePort[] = [];
let disk: FaultyDisk;
afterEach(() => vi.restoreAllMocks());
afterAll(() => {
  for (const port of ports) port.close();
});

/** A tab's own connection to the pieces, with the worker at its other end. */
function openTab(infoHash: string): PieceStore {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const worker = createPiecesWorker();
  const inTab =
    <A extends readonly unknown[], R>(call: (...args: A) => R) =>
    (...args: A) =>
      disk.inTab(() => call(...args));
  disk.inTab(() =>
    answerCalls(port1, {
      keys: inTab(worker.keys),
      receive: inTab(worker.receive),
      get: inTab(worker.get),
      read: inTab(worker.read),
      copy: inTab(worker.copy),
      close: inTab(worker.close),
      destroy: inTab(worker.destroy),
    }),
  );
  return connectPieceStore(port2, infoHash);
}

type Action =
  | { readonly kind: 'receive' | 'receive-wrong' | 'get'; readonly piece: number }
  | { readonly kind: 'copy'; readonly first: number; readonly count: number; readonly edited: boolean }
  | { readonly kind: 'keys' };

/** What happens at one time, to a disk that fares as planned; then its end is awaited, or the tab is killed. */
interface Moment {
  readonly actions: readonly Action[];
  readonly faults: readonly Fault[];
  /** Spoilt behind the store's back before it, if it is there. */
  readonly rotten: number | null;
  /** Turns of the event loop until the tab is killed; `null`: it lives on. */
  readonly killedAfter: number | null;
  readonly takesBack: boolean;
}

const piece = fc.nat({ max: COUNT - 1 });
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('receive' as const), piece }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('receive-wrong' as const), piece }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('get' as const), piece }) },
  {
    weight: 2,
    arbitrary: fc
      .record({ first: piece, count: fc.integer({ min: 1, max: COUNT }), edited: fc.boolean() })
      .map(({ first, count, edited }) => ({
        kind: 'copy' as const,
        first,
        count: Math.min(count, COUNT - first),
        edited,
      })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'keys' as const }) },
);
const moment: fc.Arbitrary<Moment> = fc.record({
  actions: fc.array(action, { minLength: 1, maxLength: 5 }),
  faults: fc.array(fc.constantFrom(...FAULTS), { maxLength: 6 }),
  rotten: fc.option(piece, { freq: 5 }),
  killedAfter: fc.option(fc.nat({ max: 12 }), { freq: 2 }),
  takesBack: fc.boolean(),
});

/** What somebody was told, and may count on. */
class Told {
  readonly stored = new Set<number>();

  /** Carries one action out, and notes what came of it. Fails where something else came than it may. */
  async carryOut(store: PieceStore, action: Action): Promise<void> {
    try {
      switch (action.kind) {
        case 'receive': {
          const bytes = contents[action.piece] ?? new Uint8Array();
          expect(await store.receive(expectedPiece(action.piece), blocksOf(bytes))).toBe('stored');
          this.stored.add(action.piece);
          return;
        }
        case 'receive-wrong':
          expect(
            await store.receive(expectedPiece(action.piece), blocksOf(bytesOf(LENGTH, 77))),
          ).toHaveProperty('leaves');
          return;
        case 'copy': {
          const { first, count } = action;
          const wanted = expected.slice(first, first + count);
          const source = action.edited ? edited : file;
          const outcome = await store.copy({ file: source, offset: first * LENGTH, expected: wanted });
          const isWrong = action.edited && first <= 1 && first + count > 1;
          expect(outcome).toBe(isWrong ? 'wrong' : 'stored');
          if (outcome === 'stored') for (const one of wanted) this.stored.add(one.piece);
          return;
        }
        case 'get': {
          const bytes = await store.get(expectedPiece(action.piece));
          if (bytes !== null) expect(bytes).toEqual(contents[action.piece]);
          return;
        }
        case 'keys':
          await store.keys();
      }
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      expect(['storage-full', 'storage-failed']).toContain(error.code);
    }
  }
}

function expectedPiece(piece: number): ExpectedPiece {
  const one = expected[piece];
  if (one === undefined) throw new RangeError(`piece ${piece}`);
  return one;
}

async function rot(infoHash: string, piece: number): Promise<void> {
  const names = (await indexedDB.databases()).map(({ name }) => name);
  if (!names.includes(`flockdrop-share-${infoHash}`)) return;
  const database = new Database({ name: `flockdrop-share-${infoHash}`, version: 1, stores: ['pieces'] });
  const pieces = database.store('pieces');
  const stored = await get<ArrayBuffer>(piece, pieces);
  if (stored !== undefined) await set(piece, bytesOf(LENGTH, 55).buffer, pieces);
  database.close();
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('a piece store on a disk that fails, in tabs that are killed', () => {
  test('keeps what it said it has, has nothing else than right pieces, and can be completed', async () => {
    disk = new FaultyDisk();
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 1, maxLength: 6 }), async (moments) => {
        const infoHash = freshInfoHash();
        const told = new Told();
        let store = openTab(infoHash);
        for (const { actions, faults, rotten, killedAfter, takesBack } of moments) {
          disk.plan([]);
          if (rotten !== null) {
            await rot(infoHash, rotten);
            told.stored.delete(rotten);
          }
          disk.plan(faults);
          const ends = Promise.all(actions.map((one) => told.carryOut(store, one)));
          if (killedAfter === null) {
            await ends;
            continue;
          }
          await turns(killedAfter);
          disk.kill(takesBack);
          // What the page had not heard by then it never hears: its port is gone with it.
          ports.pop()?.close();
          store = openTab(infoHash);
        }
        disk.plan([]);
        const keys = new Set(await store.keys());
        for (const piece of told.stored) expect(keys).toContain(piece);
        for (const piece of keys) {
          const bytes = await store.get(expectedPiece(piece));
          // Only what we spoilt ourselves may have turned out wrong, and then it is gone.
          if (bytes === null) expect(told.stored).not.toContain(piece);
          else expect(bytes).toEqual(contents[piece]);
        }
        for (let piece = 0; piece < COUNT; piece++) {
          const right = blocksOf(contents[piece] ?? new Uint8Array());
          expect(await store.receive(expectedPiece(piece), right)).toBe('stored');
        }
        expect(await store.keys()).toEqual(expected.map(({ piece }) => piece));
        await store.destroy();
      }),
      { numRuns: 150 },
    );
  });

  test('a share that is removed stays removed, whatever was on its way', async () => {
    disk = new FaultyDisk();
    await fc.assert(
      fc.asyncProperty(
        fc.array(action, { minLength: 1, maxLength: 5 }),
        fc.nat({ max: 12 }),
        async (actions, after) => {
          const infoHash = freshInfoHash();
          const told = new Told();
          const store = openTab(infoHash);
          await told.carryOut(store, { kind: 'receive', piece: 0 });
          const ends = Promise.all(actions.map((one) => told.carryOut(store, one)));
          await turns(after);
          await store.destroy();
          await ends;
          const names = (await indexedDB.databases()).map(({ name }) => name);
          expect(names).not.toContain(`flockdrop-share-${infoHash}`);
        },
      ),
      { numRuns: 60 },
    );
  });
});
