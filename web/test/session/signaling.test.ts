import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { SignalingSocketOptions } from '../../src/adapters/signaling-socket.ts';
import { Signaling, type SwarmListener } from '../../src/session/signaling.ts';

const played = vi.hoisted(() => ({
  said: [] as { type: string }[],
  options: null as SignalingSocketOptions | null,
}));
vi.mock('../../src/adapters/signaling-socket.ts', () => ({
  createSignalingSocket: (options: SignalingSocketOptions) => {
    played.options = options;
    return {
      send: (text: string) => {
        played.said.push(JSON.parse(text));
        return true;
      },
      reconnect: () => undefined,
      renew: () => undefined,
      refresh: () => undefined,
      close: () => undefined,
    };
  },
}));

const JOINED = 'ab'.repeat(32);
const WATCHED = 'cd'.repeat(32);
const nothing = () => undefined;
const listener: SwarmListener = {
  onJoined: nothing,
  onPeerJoined: nothing,
  onPeerLeft: nothing,
  onNoSuchPeer: nothing,
  onSignal: nothing,
  onScraped: nothing,
  onError: nothing,
};

const says = (message: object): void => played.options?.onText(JSON.stringify(message));
const challenge = (more: object = {}): void =>
  says({ type: 'challenge', challenge: 'x', version: 1, ...more });
const welcome = (): void =>
  says({
    type: 'welcome',
    id: '00000000-0000-8000-8000-000000000000',
    limits: { maxShares: 64, maxMessageBytes: 65_536 },
    iceServers: [],
    heartbeatMs: 30_000,
  });
const said = (): readonly string[] => played.said.splice(0).map(({ type }) => type);

let signed: (() => void)[];
/** The oldest hello that waits for its signature gets it. */
async function sign(): Promise<void> {
  signed.shift()?.();
  await new Promise((resolve) => setTimeout(resolve));
}
let signaling: Signaling;

beforeEach(() => {
  played.said = [];
  signed = [];
  signaling = new Signaling({
    identity: () => ({
      publicKey: new Uint8Array(32),
      sign: () => new Promise((resolve) => signed.push(() => resolve(new Uint8Array(64)))),
      verify: async () => true,
    }),
    origin: 'https://drop.example',
    url: 'wss://drop.example/signal',
    onState: nothing,
    onRefused: nothing,
  });
  signaling.watch(WATCHED, listener);
  signaling.watch(JOINED, listener);
  signaling.join(JOINED, 5);
  played.options?.onOpen();
});

describe('what a tab is in', () => {
  test('is said right after the hello where the server takes it, and not again when it welcomes', async () => {
    challenge({ pipelining: true });
    expect(said()).toEqual([]);
    await sign();
    expect(said()).toEqual(['hello', 'scrape', 'join']);
    signaling.progress(JOINED, 4);
    // Nobody was told of anybody yet, but a link from before may want a new path.
    expect(signaling.signal(JOINED, 'somebody', 'c', '{}')).toBe(false);
    welcome();
    expect(said()).toEqual(['progress']);
    expect(signaling.signal(JOINED, 'somebody', 'c', '{}')).toBe(true);
    expect(said()).toEqual(['signal']);
  });

  test('waits for the welcome of a server that does not tell', async () => {
    challenge();
    await sign();
    signaling.progress(JOINED, 4);
    expect(said()).toEqual(['hello']);
    welcome();
    expect(said()).toEqual(['scrape', 'join']);
  });

  test('is said again over every connection', async () => {
    challenge({ pipelining: true });
    await sign();
    welcome();
    said();
    played.options?.onClose(1006);
    signaling.progress(JOINED, 3);
    played.options?.onOpen();
    expect(said()).toEqual([]);
    challenge({ pipelining: true });
    await sign();
    expect(said()).toEqual(['hello', 'scrape', 'join']);
  });
});

test('a hello that was signed for another connection is not said', async () => {
  challenge({ pipelining: true });
  played.options?.onClose(1006);
  played.options?.onOpen();
  challenge({ pipelining: true });
  await sign();
  expect(said()).toEqual([]);
  await sign();
  expect(said()).toEqual(['hello', 'scrape', 'join']);
});
