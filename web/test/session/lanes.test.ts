import { encodePiece, type LaneMessage, type PeerMessage, PIECE_HEADER_LENGTH } from '@flockdrop/shared/wire';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Link, LinkOptions } from '../../src/adapters/transport.ts';
import { Alarms } from '../../src/session/alarms.ts';
import { LaneNumbers } from '../../src/session/lanes/lane-numbers.ts';
import { LaneSet } from '../../src/session/lanes/lane-set.ts';

const RTT_MS = 40;
const MAX_EXTRA = 5;
const OFFER = '{"type":"offer","sdp":"x"}';

/** A connection that somebody else negotiates. */
class FakeLink {
  readonly options: LinkOptions;
  readonly sent: Uint8Array[] = [];
  readonly heard: unknown[] = [];
  bufferedAmount = 0;
  isCongested = false;
  closed: string | null = null;
  restarts = 0;
  rttMs = RTT_MS;
  lastRttMs: number | null = null;
  measured = 0;
  kind: 'direct' | 'relay' = 'direct';
  isTold = true;

  constructor(options: LinkOptions) {
    this.options = options;
  }

  send(frame: Uint8Array): void {
    this.sent.push(frame.slice());
  }

  signal(data: unknown): void {
    this.heard.push(data);
  }

  restart(): void {
    this.restarts++;
  }

  measure() {
    this.measured++;
    if (!this.isTold) return Promise.resolve(null);
    return Promise.resolve({
      kind: this.kind,
      rttMs: this.lastRttMs ?? this.rttMs,
      shortestRttMs: this.rttMs,
    });
  }

  close(code: string): void {
    if (this.closed !== null) return;
    this.closed = code;
    queueMicrotask(() => this.options.onClose({ code, message: code }));
  }
}

const links = vi.hoisted(() => [] as FakeLink[]);
vi.mock('../../src/adapters/transport.ts', () => ({
  createLink: (options: LinkOptions) => {
    const link = new FakeLink(options);
    links.push(link);
    return link;
  },
}));

beforeEach(() => {
  links.length = 0;
});

class Side {
  nowMs = 0;
  wake: (() => void) | null = null;
  readonly said: LaneMessage[] = [];
  readonly pieces: PeerMessage[] = [];
  readonly lost: number[] = [];
  readonly faults: string[] = [];
  readonly main = new FakeLink(unheard());
  room = 99;
  readonly alarms = new Alarms({
    now: () => this.nowMs,
    wakeAt: (_at: number | null, ring: () => void) => {
      this.wake = ring;
    },
    close: () => undefined,
  });
  readonly set: LaneSet;

  constructor(opens: boolean) {
    this.set = new LaneSet({
      main: this.main as unknown as Link,
      opens,
      alarms: this.alarms,
      iceServers: () => [{ urls: ['turn:t', 'stun:s'], username: 'u', credential: 'c' }, { urls: 'turns:t' }],
      mayOpen: () => this.room-- > 0,
      say: (message) => this.said.push(message),
      onPiece: (message) => this.pieces.push(message),
      onDrain: () => undefined,
      onLost: (refs) => this.lost.push(...refs.map(({ piece }) => piece)),
      onFault: (code) => this.faults.push(code),
      onChange: () => undefined,
    });
  }

  /** Lets what was promised come true. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }

  async wants(): Promise<void> {
    this.set.observe({ type: 'interested' }, 'us');
    await this.settle();
  }

  send(piece: number): void {
    const data = new Uint8Array([1, 2, 3]);
    const frame = encodePiece(
      { type: 'piece', piece, offset: 0, data },
      new Uint8Array(PIECE_HEADER_LENGTH + data.length),
    );
    this.set.sendPiece(frame, { piece, offset: 0, length: data.length });
  }
}

function unheard(): LinkOptions {
  return {
    initiator: true,
    now: () => 0,
    iceServers: () => [],
    relayOnly: false,
    onSignal: () => undefined,
    onOpen: () => undefined,
    onMessage: () => undefined,
    onDrain: () => undefined,
    onClose: () => undefined,
    onConnectionKind: () => undefined,
  };
}

test('who dialed opens lanes on a long path once it wants something, the other side does not', async () => {
  const answering = new Side(false);
  await answering.wants();
  expect(links).toHaveLength(0);
  const opening = new Side(true);
  await opening.settle();
  expect(links).toHaveLength(0);
  await opening.wants();
  expect(links.map(({ options }) => options.initiator)).toEqual([true, true, true]);
  links[1]?.options.onSignal({ type: 'offer', sdp: 'x' });
  expect(opening.said).toEqual([{ type: 'lane-signal', lane: 2, signal: '{"type":"offer","sdp":"x"}' }]);
  opening.set.receive({ type: 'lane-signal', lane: 2, signal: '{"type":"answer"}' });
  expect(links[1]?.heard).toEqual([{ type: 'answer' }]);
});

test('below five milliseconds there is one lane', async () => {
  const side = new Side(true);
  side.main.rttMs = 4.9;
  await side.wants();
  expect(links).toHaveLength(0);
});

test('a page that is far behind with its work opens none until it keeps up', async () => {
  const side = new Side(true);
  side.alarms.set({}, 100, () => undefined);
  side.nowMs = 100 + 3 * RTT_MS;
  side.wake?.();
  await side.wants();
  expect(links).toHaveLength(0);
  side.nowMs += 2_000;
  side.alarms.set({}, side.nowMs, () => undefined);
  side.wake?.();
  side.nowMs += 2_000;
  side.set.observe({ type: 'not-interested' }, 'us');
  await side.wants();
  expect(links).toHaveLength(3);
});

test('what a link moves is looked at more often than its path', async () => {
  const side = new Side(true);
  await side.wants();
  for (const link of links) link.options.onOpen();
  await side.settle();
  for (; side.nowMs < 10_000; side.nowMs += 100) {
    side.send(side.nowMs);
    side.wake?.();
    await side.settle();
  }
  expect(links.length).toBeGreaterThan(3);
  expect(side.main.measured).toBeGreaterThanOrEqual(4);
  expect(side.main.measured).toBeLessThanOrEqual(6);
});

test('a check that came late makes no long path', async () => {
  const side = new Side(true);
  side.main.rttMs = 2;
  side.main.lastRttMs = 45;
  await side.wants();
  expect(links).toHaveLength(0);
});

test('a relay carries one lane, and no lane asks for a place in one', async () => {
  const relayed = new Side(true);
  relayed.main.kind = 'relay';
  await relayed.wants();
  expect(links).toHaveLength(0);
  await new Side(true).wants();
  expect(links[0]?.options.iceServers()).toEqual([{ urls: ['stun:s'] }]);
});

test('a relayed link stays one where the browser does not tell of its path for a while', async () => {
  const side = new Side(true);
  side.main.kind = 'relay';
  await side.wants();
  side.main.isTold = false;
  side.nowMs = 2_000;
  side.wake?.();
  await side.settle();
  expect(side.main.measured).toBe(2);
  side.nowMs = 5_000;
  side.set.observe({ type: 'not-interested' }, 'us');
  await side.wants();
  expect(side.main.measured).toBe(3);
  expect(links).toHaveLength(0);
});

test('the budget of connections holds for lanes', async () => {
  const side = new Side(true);
  side.room = 2;
  await side.wants();
  expect(links).toHaveLength(2);
});

test('a piece takes the lane that is least behind; the first lane is one of them', async () => {
  const side = new Side(true);
  await side.wants();
  for (const link of links) link.options.onOpen();
  expect(side.set.count).toBe(4);
  for (const [nth, link] of [side.main, ...links].entries()) link.bufferedAmount = nth === 2 ? 1 : 9;
  side.send(7);
  expect(links[1]?.sent).toHaveLength(1);
  side.main.bufferedAmount = 0;
  side.send(8);
  expect(side.main.sent).toHaveLength(1);
  side.main.isCongested = true;
  expect(side.set.isCongested).toBe(false);
  // A slow one is full with less in it than a fast one holds.
  side.send(9);
  expect(side.main.sent).toHaveLength(1);
  for (const link of links) link.isCongested = true;
  expect(side.set.isCongested).toBe(true);
});

test('what a lane loses is owed again, exactly once, whichever end learns of it first', async () => {
  for (const first of ['our end', 'their word'] as const) {
    links.length = 0;
    const side = new Side(true);
    side.room = 1;
    await side.wants();
    links[0]?.options.onOpen();
    side.main.bufferedAmount = 9;
    for (const piece of [1, 2, 3, 4]) side.send(piece);
    expect(links[0]?.sent).toHaveLength(4);
    if (first === 'our end') {
      links[0]?.close('ice-failed');
      await side.settle();
      expect(side.lost).toEqual([]);
    }
    side.set.receive({ type: 'lane-closed', lane: 1, received: 2 });
    await side.settle();
    side.set.receive({ type: 'lane-closed', lane: 1, received: 0 });
    await side.settle();
    expect(side.lost).toEqual([3, 4]);
    expect(side.set.count).toBe(1);
    expect(side.said.filter(({ type }) => type === 'lane-closed')).toEqual([
      { type: 'lane-closed', lane: 1, received: 0 },
    ]);
  }
});

test('the answering side counts what came, and says so when the lane ends', async () => {
  const side = new Side(false);
  side.set.receive({ type: 'lane-signal', lane: 1, signal: OFFER });
  links[0]?.options.onOpen();
  const piece = encodePiece(
    { type: 'piece', piece: 7, offset: 0, data: Uint8Array.of(1) },
    new Uint8Array(PIECE_HEADER_LENGTH + 1),
  );
  links[0]?.options.onMessage(piece.slice());
  links[0]?.options.onMessage(piece.slice());
  expect(side.pieces).toHaveLength(2);
  links[0]?.close('remote-closed');
  await side.settle();
  expect(side.said).toEqual([{ type: 'lane-closed', lane: 1, received: 2 }]);
});

test('a peer that says on a lane what belongs on the first, or counts what it never got, loses its link', async () => {
  const side = new Side(false);
  side.set.receive({ type: 'lane-signal', lane: 1, signal: OFFER });
  links[0]?.options.onOpen();
  links[0]?.options.onMessage(Uint8Array.of(0, 0, 0, 1, 1));
  side.set.receive({ type: 'lane-closed', lane: 1, received: 1 });
  expect(side.faults).toEqual(['bad-value', 'bad-lane']);
});

test('a lane that is refused is not asked for again for ten seconds', async () => {
  const side = new Side(true);
  await side.wants();
  for (const lane of [1, 2, 3]) side.set.receive({ type: 'lane-closed', lane, received: 0 });
  const until = async (ms: number) => {
    for (; side.nowMs < ms; side.nowMs += 500) {
      side.set.observe({ type: 'piece', piece: 1, offset: 0, data: Uint8Array.of(1) }, 'them');
      side.wake?.();
      await side.settle();
    }
  };
  await until(10_000);
  expect(links).toHaveLength(3);
  await until(11_000);
  expect(links.length).toBeGreaterThan(3);
});

test('what comes late for a lane that has ended begins no other', () => {
  const side = new Side(false);
  side.set.receive({ type: 'lane-signal', lane: 1, signal: '{"candidate":{}}' });
  side.set.receive({ type: 'lane-signal', lane: 2, signal: 'no JSON' });
  expect(links).toHaveLength(0);
});

test('offers beyond five lanes are refused, and so are those that come too fast', async () => {
  const side = new Side(false);
  for (let lane = 1; lane <= MAX_EXTRA + 1; lane++) {
    side.set.receive({ type: 'lane-signal', lane, signal: OFFER });
  }
  expect(links).toHaveLength(MAX_EXTRA);
  expect(side.said).toEqual([{ type: 'lane-closed', lane: MAX_EXTRA + 1, received: 0 }]);
  let lane = 100;
  const flood = async () => {
    for (const end = lane + 30; lane < end; lane++) {
      for (const link of links) link.close('over');
      await side.settle();
      side.set.receive({ type: 'lane-signal', lane, signal: OFFER });
      side.set.receive({ type: 'lane-closed', lane, received: 0 });
    }
  };
  for (let known = 1; known <= MAX_EXTRA; known++) {
    side.set.receive({ type: 'lane-closed', lane: known, received: 0 });
  }
  await flood();
  expect(links).toHaveLength(12);
  side.nowMs = 5_000;
  await flood();
  expect(links).toHaveLength(13);
});

test('who opens lanes and never counts them is let go', async () => {
  const side = new Side(false);
  for (let lane = 1; side.faults.length === 0 && lane < 99; lane++) {
    side.nowMs += 5_000;
    side.set.receive({ type: 'lane-signal', lane, signal: OFFER });
    links.at(-1)?.close('over');
    await side.settle();
  }
  expect(side.faults).toEqual(['flood']);
});

test('when the network is another one its lanes look for new paths, but those that have ended', async () => {
  const side = new Side(true);
  await side.wants();
  links[0]?.options.onOpen();
  links[2]?.close('ice-failed');
  await side.settle();
  side.set.restart();
  expect(links.map(({ restarts }) => restarts)).toEqual([1, 1, 0]);
});

test('lanes are numbered anew after all numbers were used, but those that are in use', () => {
  const numbers = new LaneNumbers(65_533);
  const isUsed = (number: number) => number === 1 || number === 2;
  expect([1, 2, 3, 4].map(() => numbers.next(isUsed))).toEqual([65_534, 65_535, 3, 4]);
});

test('closing the link closes its lanes, without another word', async () => {
  const side = new Side(true);
  await side.wants();
  side.set.close();
  await side.settle();
  expect(links.map(({ closed }) => closed)).toEqual(['stopped', 'stopped', 'stopped']);
  expect(side.said).toEqual([]);
});

test('a peer that wants now this, now that, costs neither measurements nor connections without end', async () => {
  const side = new Side(true);
  const want = (wants: boolean) =>
    side.set.observe({ type: wants ? 'interested' : 'not-interested' }, 'them');
  for (let turn = 0; turn < 1_000; turn++) want(turn % 2 === 0);
  await side.settle();
  expect(side.main.measured).toBe(1);
  side.room = Number.POSITIVE_INFINITY;
  for (let counted = 0; side.nowMs < 20_000; side.nowMs += 1_000) {
    want((side.nowMs / 1_000) % 2 === 0);
    side.wake?.();
    await side.settle();
    for (; counted < links.length && links[counted]?.closed !== null; counted++) {
      side.set.receive({ type: 'lane-closed', lane: counted + 1, received: 0 });
    }
  }
  expect(links.length).toBeGreaterThan(3);
  expect(links.length).toBeLessThanOrEqual(12 + 4);
});
