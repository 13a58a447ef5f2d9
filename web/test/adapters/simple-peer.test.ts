import { createRequire } from 'node:module';
import { expect, test, vi } from 'vitest';

type Listener = (value?: unknown) => void;
interface Duplex {
  readonly _readableState: { ended: boolean };
  readonly _writableState: { finished: boolean };
  on(event: string, listener: Listener): this;
  once(event: string, listener: Listener): this;
  removeListener(event: string, listener: Listener): this;
  emit(event: string, value?: unknown): boolean;
  push(data: unknown): boolean;
  end(): void;
}

const load = createRequire(new URL('../../src/adapters/simple-peer/x.cjs', import.meta.url));
const theirs = createRequire(import.meta.resolve('simple-peer'));

/** Both must be the same to simple-peer: Node's streams, which it was written for, and what we give it in their place. */
const streams = [
  ['readable-stream', () => theirs('readable-stream').Duplex],
  ['the stand-in', () => load('./readable-stream.cjs').Duplex],
] as const;

function create(Base: new (options: object) => Duplex): Duplex {
  class Peer extends Base {
    _read(): void {}
    _write(_chunk: unknown, _encoding: unknown, done: () => void): void {
      done();
    }
  }
  return new Peer({ allowHalfOpen: false });
}

test.each(streams)('%s tells listeners in order, and one that asked once only once', (_name, base) => {
  const peer = create(base());
  const heard: unknown[] = [];
  const gone = () => heard.push('gone');
  peer.on('signal', (value) => heard.push(['each', value]));
  peer.once('signal', (value) => heard.push(['once', value]));
  peer.on('signal', gone);
  peer.removeListener('signal', gone);
  peer.emit('signal', 1);
  peer.emit('signal', 2);
  expect(heard).toEqual([
    ['each', 1],
    ['once', 1],
    ['each', 2],
  ]);
});

test.each(streams)('%s ends as simple-peer ends it, and tells nothing of its own', async (_name, base) => {
  const peer = create(base());
  const own = vi.fn();
  for (const event of ['error', 'data']) peer.on(event, own);
  // The order of simple-peer's own destroy.
  if (!peer._readableState.ended) peer.push(null);
  if (!peer._writableState.finished) peer.end();
  await new Promise((resolve) => setTimeout(resolve));
  expect([peer._readableState.ended, peer._writableState.finished]).toEqual([true, true]);
  expect(own).not.toHaveBeenCalled();
});

test('the stand-ins name things as the packages do', () => {
  expect(load('./randombytes.cjs')(20).toString('hex')).toMatch(/^[0-9a-f]{40}$/);
  expect(load('./randombytes.cjs')(4).toString('hex')).not.toBe(load('./randombytes.cjs')(4).toString('hex'));
  expect(load('./debug.cjs')('simple-peer')('a line')).toBeUndefined();
  expect([...load('./buffer.cjs').Buffer.from(Uint8Array.of(1, 2).buffer)]).toEqual([1, 2]);
});
