import { describe, expect, test } from 'vitest';
import { BlockGrid } from '../../src/swarm/block-grid.ts';
import { Ledger } from '../../src/swarm/ledger.ts';

const BLOCK = 64;
const bytes = (length: number) => ({ byteLength: length });

/** Three pieces of two blocks each; the last one is 100 bytes long. */
function make(have: readonly number[] = [], pieceLength = 2 * BLOCK): Ledger<{ byteLength: number }> {
  const lengthOf = (piece: number) => (piece === 2 ? 100 : pieceLength);
  return new Ledger(new BlockGrid({ pieceCount: 3, pieceLength, lengthOf, blockLength: BLOCK }), have);
}

/** Fetches a whole piece from the given senders, one a block. */
function fetch(ledger: Ledger<{ byteLength: number }>, piece: number, senders: readonly string[]): void {
  const partial = ledger.open(piece, 1, senders[0] ?? '');
  for (const [block, sender] of senders.entries()) {
    ledger.request(partial, block, 1);
    const outcome = ledger.receive(piece, block, bytes(ledger.grid.blockRef(piece, block).length), sender);
    expect(outcome).toBe(block === senders.length - 1 ? 'complete' : 'accepted');
  }
  ledger.takeBlocks(piece);
}

describe('a piece', () => {
  test('goes from missing to have, one state after the other', () => {
    const ledger = make();
    expect(ledger.stateOf(0)).toBe('missing');
    const partial = ledger.open(0, 1, 'ada');
    expect(ledger.stateOf(0)).toBe('requested');
    for (const block of [0, 1]) ledger.request(partial, block, 1);
    ledger.receive(0, 1, bytes(64), 'ada');
    ledger.receive(0, 0, bytes(64), 'ada');
    expect(ledger.takeBlocks(0).map(({ offset }) => offset)).toEqual([0, 64]);
    expect(ledger.stateOf(0)).toBe('verifying');
    ledger.good(0);
    expect(ledger.stateOf(0)).toBe('storing');
    expect(ledger.have.has(0)).toBe(false);
    ledger.stored(0);
    expect(ledger.stateOf(0)).toBe('have');
    expect([ledger.haveBytes, ledger.isComplete]).toEqual([128, false]);
  });

  test('skips no state', () => {
    const ledger = make();
    expect(() => ledger.good(0)).toThrow();
    expect(() => ledger.stored(0)).toThrow();
    ledger.open(0, 1, 'ada');
    expect(() => ledger.open(0, 2, 'ben')).toThrow();
  });

  test('is missing again when storage fails or loses it', () => {
    const ledger = make([1]);
    fetch(ledger, 0, ['ada', 'ada']);
    ledger.good(0);
    ledger.storeFailed(0);
    ledger.lost(1);
    expect([ledger.stateOf(0), ledger.stateOf(1)]).toEqual(['missing', 'missing']);
    expect(ledger.haveBytes).toBe(0);
  });
});

describe('blame', () => {
  test('one sender of a bad piece is the liar', () => {
    const ledger = make();
    fetch(ledger, 0, ['eve', 'eve']);
    expect(ledger.bad(0)).toBe('eve');
    expect(ledger.stateOf(0)).toBe('missing');
  });

  test('of two senders nobody is accused: the next attempt comes from one alone', () => {
    const ledger = make();
    fetch(ledger, 0, ['ada', 'eve']);
    expect(ledger.bad(0)).toBeNull();
    expect(ledger.open(0, 2, 'ben').solo).toBe('ben');
    expect(ledger.receive(0, 0, bytes(64), 'eve')).toBe('duplicate');
  });
});

describe('a piece whose wrong blocks are known', () => {
  test('keeps the right ones with who sent them, and only the rest is to be fetched', () => {
    const ledger = make([], 3 * BLOCK);
    fetch(ledger, 0, ['ada', 'eve', 'ben']);
    expect(ledger.sendersOf(0)).toEqual(['ada', 'eve', 'ben']);
    ledger.keepGood(0, [bytes(64), null, bytes(64)]);
    const partial = ledger.partial(0);
    if (partial === undefined) throw Error();
    expect(ledger.stateOf(0)).toBe('requested');
    expect([partial.received, partial.owner, partial.solo]).toEqual([2, null, null]);
    expect(ledger.freeBlock(partial, () => true)).toBe(1);
    expect(ledger.receive(0, 1, bytes(64), 'cat')).toBe('complete');
    ledger.takeBlocks(0);
    expect(ledger.sendersOf(0)).toEqual(['ada', 'cat', 'ben']);
  });

  test('is missing when none is right', () => {
    const ledger = make();
    fetch(ledger, 0, ['ada', 'eve']);
    ledger.keepGood(0, [null, null]);
    expect(ledger.stateOf(0)).toBe('missing');
    expect(ledger.open(0, 1, 'ben').solo).toBeNull();
  });
});

describe('an attempt of one peer alone', () => {
  /** Piece 0 of six blocks, of which `ada`, on link 1, has sent the first and owes two. */
  function begun(): Ledger<{ byteLength: number }> {
    const ledger = make([], 6 * BLOCK);
    fetch(ledger, 0, ['ada', 'eve', 'eve', 'eve', 'eve', 'eve']);
    ledger.bad(0);
    const partial = ledger.open(0, 1, 'ada');
    for (const block of [0, 1, 2]) ledger.request(partial, block, 1);
    ledger.receive(0, 0, bytes(64), 'ada');
    return ledger;
  }

  test.each([
    ['refuses a block', (ledger: Ledger<{ byteLength: number }>) => ledger.release(0, 1, 1)],
    ['goes', (ledger: Ledger<{ byteLength: number }>) => ledger.disown(1)],
  ])('is over when its peer %s: the piece is anyone’s, and still to come from one', (_, end) => {
    const ledger = begun();
    end(ledger);
    expect(ledger.stateOf(0)).toBe('missing');
    const anew = ledger.open(0, 2, 'ben');
    expect([anew.solo, anew.received]).toEqual(['ben', 0]);
    expect(anew.blocks.every(({ sender }) => sender === null)).toBe(true);
  });

  test('goes on where it broke off when the same peer takes it again', () => {
    const ledger = begun();
    ledger.release(0, 1, 1);
    expect(ledger.receive(0, 2, bytes(64), 'ada')).toBe('accepted');
    expect(ledger.receive(0, 2, bytes(64), 'ada')).toBe('duplicate');
    expect(ledger.receive(0, 3, bytes(64), 'eve')).toBe('duplicate');
    const again = ledger.open(0, 3, 'ada');
    expect(again.received).toBe(2);
    expect(again.blocks.flatMap(({ sender }) => sender ?? [])).toEqual(['ada', 'ada']);
    expect(ledger.freeBlock(again, () => true)).toBe(1);
  });

  test('forgets what broke off once another peer has begun', () => {
    const ledger = begun();
    ledger.release(0, 1, 1);
    ledger.open(0, 2, 'ben');
    ledger.disown(2);
    expect(ledger.open(0, 3, 'ada').received).toBe(0);
  });

  test('always leaves a block to be asked for', () => {
    const ledger = begun();
    ledger.release(0, 1, 1);
    for (const block of [1, 2, 3, 4, 5]) ledger.receive(0, block, bytes(64), 'ada');
    expect(ledger.open(0, 3, 'ada').received).toBe(5);
  });
});

test('the last block is as long as the data, and a block that is none is nobody’s', () => {
  const ledger = make();
  expect(ledger.grid.blockRef(2, 1)).toEqual({ piece: 2, offset: 64, length: 36 });
  expect(ledger.grid.blockNumber({ piece: 2, offset: 64, length: 36 })).toBe(1);
  expect(ledger.grid.blockNumber({ piece: 2, offset: 64, length: 64 })).toBeNull();
  expect(ledger.grid.blockNumber({ piece: 2, offset: 1, length: 36 })).toBeNull();
  expect(ledger.grid.blockNumber({ piece: 3, offset: 0, length: 64 })).toBeNull();
});

test('a link that goes leaves what it began to others', () => {
  const ledger = make();
  const partial = ledger.open(0, 1, 'ada');
  ledger.request(partial, 0, 1);
  ledger.receive(0, 0, bytes(64), 'ada');
  ledger.disown(1);
  expect(ledger.partial(0)?.owner).toBeNull();
  expect(ledger.stateOf(0)).toBe('requested');
  const untouched = ledger.open(1, 1, 'ada');
  ledger.request(untouched, 0, 1);
  ledger.release(1, 0, 1);
  expect(ledger.stateOf(1)).toBe('missing');
});

test('a block that comes twice counts once', () => {
  const ledger = make();
  const partial = ledger.open(0, 1, 'ada');
  ledger.request(partial, 0, 1);
  expect(ledger.receive(0, 0, bytes(64), 'ada')).toBe('accepted');
  expect(ledger.receive(0, 0, bytes(64), 'ben')).toBe('duplicate');
});

test('what was stored before is had at once, and nonsense among it ignored', () => {
  const ledger = make([0, 2, 2, 7, -1]);
  expect([...ledger.have]).toEqual([0, 2]);
  expect(ledger.haveBytes).toBe(228);
  expect([...ledger.missing]).toEqual([1]);
});
