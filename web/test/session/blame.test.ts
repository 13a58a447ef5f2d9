import 'fake-indexeddb/auto';
import { toHex } from '@flockdrop/shared/bytes';
import { uuidOfPublicKey } from '@flockdrop/shared/identity';
import { createTorrent, type Torrent } from '@flockdrop/shared/metainfo';
import { TabBudget, TokenBucket } from '@flockdrop/shared/swarm';
import { afterAll, expect, test, vi } from 'vitest';
import type { Clock } from '../../src/adapters/clock.ts';
import { connectPieceStore, type PieceStore } from '../../src/adapters/piece-store.ts';
import type { LinkOptions } from '../../src/adapters/transport.ts';
import { Alarms } from '../../src/session/alarms.ts';
import { PieceExpectations } from '../../src/session/expectations.ts';
import { PieceReader } from '../../src/session/piece-reader.ts';
import { ShareRunner } from '../../src/session/runner.ts';
import type { Signaling } from '../../src/session/signaling.ts';
import { answerCalls } from '../../src/worker/calls.ts';
import { rootOf } from '../../src/worker/piece-root.ts';
import { createPiecesWorker } from '../../src/worker/pieces-worker.ts';

/** Three real runners over real piece stores and workers; only the network between them is played here. */
const PIECE = 512 * 1024;
const BLOCK = 65_536;

interface End {
  readonly options: LinkOptions;
  readonly print: Uint8Array;
  other: End | null;
}

const network = vi.hoisted(() => ({ ends: new Map<string, unknown>(), made: 0 }));

vi.mock('../../src/adapters/transport.ts', () => ({
  createLink: (options: LinkOptions) => {
    const end: End = { options, print: new Uint8Array(32).fill(++network.made), other: null };
    const name = `end ${network.made}`;
    network.ends.set(name, end);
    if (options.initiator) queueMicrotask(() => options.onSignal({ type: 'offer', sdp: name }));
    return {
      isCongested: false,
      signal: ({ sdp }: { readonly sdp: string }) => {
        const other = network.ends.get(sdp) as End;
        [end.other, other.other] = [other, end];
        queueMicrotask(() => {
          other.options.onOpen();
          options.onOpen();
        });
      },
      send: (frame: Uint8Array<ArrayBuffer>) => {
        const copy = frame.slice();
        setTimeout(() => end.other?.options.onMessage(copy));
      },
      measure: () => Promise.resolve(null),
      fingerprints: () => (end.other === null ? null : { local: end.print, remote: end.other.print }),
      close: (code: string) => {
        const both = [end, end.other];
        if (end.other !== null) end.other.other = null;
        end.other = null;
        for (const one of both) setTimeout(() => one?.options.onClose({ code, message: '' }));
      },
    };
  },
}));

const ports: MessagePort[] = [];
const clocks: Clock[] = [];
afterAll(() => {
  for (const port of ports) port.close();
  for (const clock of clocks) clock.close();
});

function openStore(name: string): PieceStore {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  answerCalls(port1, createPiecesWorker());
  return connectPieceStore(port2, name);
}

function openClock(): Clock {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const clock: Clock = {
    now: () => performance.now(),
    wakeAt: (at, callback) => {
      clearTimeout(timer);
      if (at !== null) timer = setTimeout(callback, Math.max(0, at - performance.now()));
    },
    close: () => clearTimeout(timer),
  };
  clocks.push(clock);
  return clock;
}

/** Answers no request for a block before `opened`, and counts them. */
class GatedReader extends PieceReader {
  asked = 0;
  opened: Promise<unknown> = Promise.resolve();
  spoils = false;

  override async block(piece: number, offset: number, length: number): Promise<Uint8Array | null> {
    this.asked++;
    await this.opened;
    const bytes = await super.block(piece, offset, length);
    return bytes !== null && this.spoils ? bytes.map((byte) => byte ^ 1) : bytes;
  }
}

class Party {
  static readonly #all = new Map<string, Party>();
  readonly id: string;
  readonly banned: string[] = [];
  readonly store: PieceStore;
  readonly reader: GatedReader;
  readonly runner: ShareRunner;
  completed = false;

  constructor(torrent: Torrent, key: number, have: readonly number[]) {
    const publicKey = new Uint8Array(32).fill(key);
    this.id = uuidOfPublicKey(publicKey);
    Party.#all.set(this.id, this);
    this.store = openStore(`${key}`.repeat(64));
    this.reader = new GatedReader(this.store, () => true);
    this.reader.open(new PieceExpectations(torrent), null);
    const signaling = {
      iceServers: [],
      signal: (_: string, to: string, connection: string, data: string) => {
        Party.#all.get(to)?.runner.links.receiveSignal(this.id, connection, data);
        return true;
      },
    };
    this.runner = new ShareRunner({
      infoHash: torrent.info.infoHashV2,
      infoHashHex: toHex(torrent.info.infoHashV2),
      self: this.id,
      identity: { publicKey, sign: async () => new Uint8Array(64), verify: async () => true },
      alarms: new Alarms(openClock()),
      budget: new TabBudget({ total: 100, perShare: 30 }),
      signaling: signaling as unknown as Signaling,
      store: this.store,
      reader: this.reader,
      torrent,
      have,
      paused: false,
      banned: [],
      limits: { up: new TokenBucket(), down: new TokenBucket() },
      priorities: null,
      relayOnly: () => false,
      onChange: () => undefined,
      onMetadata: () => undefined,
      onPieceStored: () => undefined,
      onPieceLost: () => undefined,
      onFinished: () => {
        this.completed = true;
      },
      onBanned: (peer) => this.banned.push(peer),
      onProblem: ({ message }) => {
        throw new Error(message);
      },
      onFatal: ({ message }) => {
        throw new Error(message);
      },
    });
  }
}

test('of two who sent a piece together the liar is banned, and what the other sent is not fetched again', async () => {
  const bytes = Uint8Array.from({ length: PIECE - 5_000 }, (_, at) => (at * 31 + (at >> 8)) & 0xff);
  const torrent = await createTorrent({
    name: 'film.bin',
    pieceLength: PIECE,
    files: [
      {
        path: ['film.bin'],
        length: bytes.length,
        read: async (offset, length) => bytes.subarray(offset, offset + length),
      },
    ],
    digest: {
      sha1: async (data) => new Uint8Array(await crypto.subtle.digest('SHA-1', data)),
      pieceRoot: rootOf,
    },
  });
  const [honest, liar] = [new Party(torrent, 1, [0]), new Party(torrent, 2, [0])];
  const expected = new PieceExpectations(torrent).of(0);
  for (const { store } of [honest, liar]) {
    expect(await store.receive(expected, [{ offset: 0, bytes: bytes.slice() }])).toBe('stored');
  }
  liar.reader.spoils = true;
  const both = vi.waitFor(
    () => {
      if (honest.reader.asked === 0 || liar.reader.asked === 0) throw new Error('not asked yet');
    },
    { timeout: 5_000, interval: 5 },
  );
  for (const { reader } of [honest, liar]) reader.opened = both;
  const leech = new Party(torrent, 3, []);
  leech.runner.links.learn([honest.id, liar.id]);
  await vi.waitFor(() => expect(leech.completed).toBe(true), { timeout: 10_000, interval: 10 });
  expect(leech.banned).toEqual([liar.id]);
  expect(await leech.store.get(expected)).toEqual(bytes);
  expect(honest.reader.asked).toBe(Math.ceil(bytes.length / BLOCK));
  for (const { runner } of [honest, liar, leech]) runner.stop();
});
