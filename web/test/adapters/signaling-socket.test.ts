import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  createSignalingSocket,
  openEarlySocket,
  type SignalingSocket,
  type SignalingSocketOptions,
} from '../../src/adapters/signaling-socket.ts';

class FakeWebSocket {
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static made: FakeWebSocket[] = [];
  readyState = 0;
  sent: string[] = [];
  closed = false;
  onopen: () => void = () => undefined;
  onmessage: (event: { data: unknown }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;

  constructor() {
    FakeWebSocket.made.push(this);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
  accept(): void {
    this.readyState = FakeWebSocket.OPEN;
    this.onopen();
  }
}

let socket: SignalingSocket;
const seen: unknown[] = [];
let silenceMs: number | null = null;
const options: SignalingSocketOptions = {
  url: 'ws://there/signal',
  onOpen: () => seen.push('open'),
  onText: (text) => seen.push(text),
  silenceMs: () => silenceMs,
  onClose: (code) => seen.push(code),
};
const latest = (): FakeWebSocket => FakeWebSocket.made.at(-1) ?? new FakeWebSocket();
const attempts = (): number => FakeWebSocket.made.length;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.999_999);
  vi.stubGlobal('WebSocket', FakeWebSocket);
  FakeWebSocket.made = [];
  seen.length = 0;
  silenceMs = null;
  socket = createSignalingSocket(options);
});

afterEach(() => {
  socket.close();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('text passes only while a connection is open', () => {
  expect(socket.send('too early')).toBe(false);
  latest().accept();
  expect(socket.send('hello')).toBe(true);
  latest().onmessage({ data: 'challenge' });
  expect(latest().sent).toEqual(['hello']);
  expect(seen).toEqual(['open', 'challenge']);
});

test('each failure in a row doubles the wait, and a short-lived connection does not reset it', () => {
  for (const waitMs of [500, 1000, 2000, 4000]) {
    latest().accept();
    latest().onclose({ code: 1012 });
    const before = attempts();
    vi.advanceTimersByTime(waitMs - 10);
    expect(attempts()).toBe(before);
    vi.advanceTimersByTime(10);
    expect(attempts()).toBe(before + 1);
  }
});

test('after a connection that lasted, the wait is short again', () => {
  for (let failure = 0; failure < 5; failure++) {
    latest().onclose({ code: 1006 });
    vi.advanceTimersByTime(30_000);
  }
  latest().accept();
  vi.advanceTimersByTime(60_000);
  const before = attempts();
  latest().onclose({ code: 1001 });
  vi.advanceTimersByTime(500);
  expect(attempts()).toBe(before + 1);
});

test('refreshed while nothing is open: tries at once, whatever was under way', () => {
  latest().onclose({ code: 1006 });
  socket.refresh();
  expect(attempts()).toBe(2);
  socket.refresh();
  expect(attempts()).toBe(3);
  expect(FakeWebSocket.made[1]?.closed).toBe(true);
});

test('refreshed while open: kept if it brings something within 2 s, else replaced at once', () => {
  latest().accept();
  socket.refresh();
  vi.advanceTimersByTime(1_900);
  latest().onmessage({ data: 'still here' });
  vi.advanceTimersByTime(60_000);
  expect(attempts()).toBe(1);
  socket.refresh();
  vi.advanceTimersByTime(2_000);
  expect([attempts(), FakeWebSocket.made[0]?.closed]).toEqual([2, true]);
  latest().accept();
  expect(seen).toEqual(['open', 'still here', 1006, 'open']);
});

test('a connection that may be dead is replaced at once, whatever came before', () => {
  latest().accept();
  const before = latest();
  socket.renew();
  expect([before.closed, attempts()]).toEqual([true, 2]);
  latest().onclose({ code: 1006 });
  latest().onclose({ code: 1006 });
  socket.renew();
  expect(attempts()).toBe(3);
  latest().accept();
  vi.advanceTimersByTime(60_000);
  expect(attempts()).toBe(3);
});

test('an attempt that never answers is given up and repeated', () => {
  vi.advanceTimersByTime(8_000);
  expect(seen).toEqual([1006]);
  expect(FakeWebSocket.made[0]?.closed).toBe(true);
  vi.advanceTimersByTime(500);
  expect(attempts()).toBe(2);
});

test('binary or monstrous messages end the connection; what a dropped one still says is not heard', () => {
  const first = latest();
  first.accept();
  first.onmessage({ data: new ArrayBuffer(4) });
  first.onmessage({ data: 'late' });
  first.onclose({ code: 1000 });
  expect(seen).toEqual(['open', 1006]);
  vi.advanceTimersByTime(500);
  latest().accept();
  latest().onmessage({ data: 'x'.repeat(2 ** 20 + 1) });
  expect(seen).toEqual(['open', 1006, 'open', 1006]);
});

test('silence ends a connection that is known to speak, and no other', () => {
  latest().accept();
  latest().onmessage({ data: 'welcome' });
  vi.advanceTimersByTime(3_600_000);
  silenceMs = 60_000;
  latest().onmessage({ data: 'alive' });
  vi.advanceTimersByTime(59_000);
  latest().onmessage({ data: 'alive' });
  vi.advanceTimersByTime(59_000);
  expect(seen).toEqual(['open', 'welcome', 'alive', 'alive']);
  vi.advanceTimersByTime(1_000);
  expect(seen.at(-1)).toBe(1006);
  expect(FakeWebSocket.made[0]?.closed).toBe(true);
  vi.advanceTimersByTime(500);
  expect(attempts()).toBe(2);
});

test('closed for good means silence', () => {
  latest().accept();
  socket.close();
  latest().onclose({ code: 1000 });
  vi.advanceTimersByTime(60_000);
  expect(attempts()).toBe(1);
  expect(seen).toEqual(['open']);
});

test('one that was opened early is taken as the first connection, with what it heard', async () => {
  const early = openEarlySocket('ws://there/signal');
  latest().accept();
  latest().onmessage({ data: 'challenge' });
  const before = attempts();
  socket.close();
  socket = createSignalingSocket({ ...options, early });
  expect(attempts()).toBe(before);
  expect(seen).toEqual([]);
  await Promise.resolve();
  expect(seen).toEqual(['open', 'challenge']);
  expect(socket.send('hello')).toBe(true);
  expect(latest().sent).toEqual(['hello']);
});

test('one that was opened early and is not open yet opens as any other', async () => {
  const early = openEarlySocket('ws://there/signal');
  socket.close();
  socket = createSignalingSocket({ ...options, early });
  await Promise.resolve();
  expect(seen).toEqual([]);
  latest().accept();
  latest().onmessage({ data: 'challenge' });
  expect(seen).toEqual(['open', 'challenge']);
});

test('one that was opened early and is lost already is a failed attempt', async () => {
  const early = openEarlySocket('ws://there/signal');
  latest().readyState = FakeWebSocket.CLOSING;
  socket.close();
  socket = createSignalingSocket({ ...options, early });
  await Promise.resolve();
  expect(seen).toEqual([1006]);
  const before = attempts();
  vi.advanceTimersByTime(500);
  expect(attempts()).toBe(before + 1);
});
