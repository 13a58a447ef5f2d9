/**
 * One browser with several tabs in one process: real sessions over the real library, pieces and channels between
 * tabs; what they meet outside (server, peers, workers, disk) is played here. Import it before anything of `src`.
 */
import 'fake-indexeddb/auto';
import { toHex } from '@flockdrop/shared/bytes';
import { createTorrent, encodeTorrent, formatLink, type Torrent } from '@flockdrop/shared/metainfo';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import type { Clock } from '../../src/adapters/clock.ts';
import type { HashFilesOptions } from '../../src/adapters/file-source.ts';
import { type Library, openLibrary, type ShareRecord } from '../../src/adapters/library-store.ts';
import type { PieceStore } from '../../src/adapters/piece-store.ts';
import type { SaveOptions } from '../../src/adapters/saver.ts';
import type { SignalingSocketOptions } from '../../src/adapters/signaling-socket.ts';
import type { LinkOptions } from '../../src/adapters/transport.ts';
import { PieceExpectations } from '../../src/session/expectations.ts';
import { Session } from '../../src/session/session.ts';
import type { AppSnapshot, ShareSnapshot } from '../../src/session/snapshot.ts';
import { answerCalls } from '../../src/worker/calls.ts';
import { rootOf } from '../../src/worker/piece-root.ts';
import { createPiecesWorker } from '../../src/worker/pieces-worker.ts';
import { FakeLocks } from './locks.ts';

export const PIECE = 65_536;

/** What a tab said to the server. */
interface Said {
  readonly type: string;
  readonly infoHash?: string;
  readonly left?: number | null;
}

/** A connection that a tab made, or wanted to. */
export interface Dial {
  readonly options: LinkOptions;
  readonly sent: Uint8Array<ArrayBuffer>[];
  closed: string | null;
}

const played = vi.hoisted(() => ({
  sockets: [] as { readonly said: Said[]; say(message: object): void }[],
  saves: [] as SaveOptions[],
  dials: [] as Dial[],
  areProven: false,
}));

vi.mock('../../src/adapters/piece-store.ts', async (original) => {
  const actual = await original<typeof import('../../src/adapters/piece-store.ts')>();
  return { ...actual, openPieceStore: (infoHash: string) => openPieces(infoHash) };
});
vi.mock('../../src/adapters/file-source.ts', async (original) => {
  const actual = await original<typeof import('../../src/adapters/file-source.ts')>();
  return {
    ...actual,
    hashFiles: ({ name, files }: HashFilesOptions) => torrentOf(name, files),
  };
});
vi.mock('../../src/adapters/saver.ts', () => ({
  saveDownload: (options: SaveOptions) => {
    played.saves.push(options);
    return { cancel: () => undefined };
  },
}));
vi.mock('../../src/adapters/transport.ts', () => ({
  createLink: (options: LinkOptions) => {
    const dial: Dial = { options, sent: [], closed: null };
    played.dials.push(dial);
    return {
      signal: () => undefined,
      send: (frame: Uint8Array<ArrayBuffer>) => dial.sent.push(frame),
      pathFacts: () => null,
      measure: async () => null,
      restart: () => undefined,
      fingerprints: () => (played.areProven ? { local: PRINT, remote: PRINT } : null),
      close: (code: string) => {
        if (dial.closed !== null) return;
        dial.closed = code;
        queueMicrotask(() => options.onClose({ code, message: '' }));
      },
    };
  },
}));
vi.mock('../../src/adapters/signaling-socket.ts', () => ({
  createSignalingSocket: (options: SignalingSocketOptions) => {
    const said: Said[] = [];
    const say = (message: object) => options.onText(JSON.stringify(message));
    played.sockets.push({ said, say });
    queueMicrotask(() => {
      options.onOpen();
      say({ type: 'challenge', challenge: 'x', version: 1 });
    });
    return {
      send: (text: string) => {
        const message = JSON.parse(text) as Said;
        said.push(message);
        if (message.type === 'hello') {
          const limits = { maxShares: 100, maxMessageBytes: 65_536 };
          say({ type: 'welcome', id: SOMEONE, limits, iceServers: [], heartbeatMs: 30_000 });
        }
        return true;
      },
      reconnect: () => undefined,
      renew: () => undefined,
      refresh: () => undefined,
      close: () => undefined,
    };
  },
}));

const PRINT = new Uint8Array(32);

/** From now on peers are who they say they are. */
export function believePeers(): void {
  played.areProven = true;
}

/** A peer's name. */
export const SOMEONE = '0f9d1c2a-0000-8000-8000-000000000000';
const locks = new FakeLocks();
const ports: MessagePort[] = [];
const clocks: Clock[] = [];
/** Bytes that this browser's storage still offers. */
export const storage = { quota: 1e12 };

beforeAll(() => {
  vi.stubGlobal('navigator', {
    locks,
    storage: { estimate: async () => ({ usage: 0, quota: storage.quota }), persist: async () => true },
  });
});
afterAll(() => {
  for (const clock of clocks) clock.close();
  for (const port of ports) port.close();
});

/** A connection of its own to the pieces, as each tab's worker has one. */
export function openPieces(infoHash: string): PieceStore {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  answerCalls(port1, createPiecesWorker());
  return connect(port2, infoHash);
}

let connect: typeof import('../../src/adapters/piece-store.ts').connectPieceStore;
beforeAll(async () => {
  connect = (
    await vi.importActual<typeof import('../../src/adapters/piece-store.ts')>(
      '../../src/adapters/piece-store.ts',
    )
  ).connectPieceStore;
});
export class Tab {
  readonly session: Session;
  readonly #number = played.sockets.length;
  #snapshot: AppSnapshot | null = null;

  private constructor(library: Library) {
    const key = new Uint8Array(32).fill(7);
    this.session = new Session({
      limitation: null,
      identity: {
        publicKey: key,
        sign: async () => new Uint8Array(64),
        verify: async () => played.areProven,
      },
      library,
      clock: new TimerClock(),
      origin: 'https://flock.example',
      signalingUrl: 'wss://flock.example/signal',
      publish: (snapshot) => {
        this.#snapshot = snapshot;
      },
      afterDrawing: () => undefined,
    });
  }

  /** @param library to play one that fails; every tab has the same contents */
  static async open(library: Library = openLibrary()): Promise<Tab> {
    const tab = new Tab(library);
    await tab.session.load();
    return tab;
  }

  get app(): AppSnapshot {
    if (this.#snapshot === null) throw new Error('nothing was published yet');
    return this.#snapshot;
  }

  /** What this tab shows of a share. */
  shows({ info }: Torrent): ShareSnapshot | null {
    return this.app.shares.find(({ infoHash }) => infoHash === toHex(info.infoHashV2)) ?? null;
  }

  keyOf(torrent: Torrent): string {
    return this.shows(torrent)?.key ?? '';
  }

  /** Messages of one type about a share, oldest first. */
  said(type: string, { info }: Torrent): readonly Said[] {
    const all = played.sockets[this.#number]?.said ?? [];
    return all.filter((one) => one.type === type && one.infoHash === toHex(info.infoHashV2));
  }

  /** As the server. */
  hears(message: object): void {
    played.sockets[this.#number]?.say(message);
  }
}

export const saves: readonly SaveOptions[] = played.saves;
export const dials: readonly Readonly<Dial>[] = played.dials;

/** Contents that are told apart by their seed. */
export function contents(pieces: number, seed: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: pieces * PIECE }, (_, at) => (at * 31 + seed * 17 + (at >> 8)) & 0xff);
}

export function fileOf(name: string, bytes: Uint8Array<ArrayBuffer>): { path: string; file: File } {
  return { path: name, file: new File([bytes], name) };
}

export async function torrentOf(
  name: string,
  files: readonly { readonly path: string; readonly file: File }[],
): Promise<Torrent> {
  return createTorrent({
    name,
    files: files.map(({ path, file }) => ({
      path: path.split('/'),
      length: file.size,
      read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
    })),
    digest: {
      sha1: async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-1', bytes)),
      pieceRoot: rootOf,
    },
  });
}

export function linkTo({ info }: Torrent): string {
  return formatLink('https://flock.example', { infoHash: info.infoHashV2, name: info.name });
}

export function recordOf(torrent: Torrent, change: Partial<ShareRecord> = {}): ShareRecord {
  return {
    infoHash: toHex(torrent.info.infoHashV2),
    name: torrent.info.name,
    length: torrent.info.geometry.totalLength,
    torrent: encodeTorrent(torrent),
    priorities: null,
    addedAt: 5,
    paused: false,
    completed: false,
    role: 'leech',
    persistence: 'stored',
    handles: [],
    folder: null,
    savedByItself: false,
    ...change,
  };
}

export function hashOf({ info }: Torrent): string {
  return toHex(info.infoHashV2);
}

/** Whether the database of the pieces is there at all. */
export async function hasDatabase(torrent: Torrent): Promise<boolean> {
  const names = (await indexedDB.databases()).map(({ name }) => name);
  return names.includes(`flockdrop-share-${hashOf(torrent)}`);
}

/** Waits for what is on its way; storage and messages take their time on a busy machine. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 10_000, interval: 10 });
}

/** Long enough for messages between tabs and storage to settle. */
export async function settle(ms = 60): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

class TimerClock implements Clock {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor() {
    clocks.push(this);
  }

  now(): number {
    return performance.now();
  }

  wakeAt(at: number | null, callback: () => void): void {
    clearTimeout(this.#timer);
    if (at !== null && !this.#isClosed)
      this.#timer = setTimeout(callback, Math.max(0, at - performance.now()));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }
}

let films = 0;
/** Two pieces that no other test shares. */
export async function film() {
  films++;
  const file = fileOf(`film ${films}.bin`, contents(2, films));
  return { file, torrent: await torrentOf(file.path, [file]) };
}

/** As if these pieces had been fetched on an earlier visit. */
export async function store(
  torrent: Torrent,
  { file }: { readonly file: File },
  pieces: readonly number[],
): Promise<void> {
  const expectations = new PieceExpectations(torrent);
  const own = openPieces(hashOf(torrent));
  for (const piece of pieces) {
    const bytes = new Uint8Array(await file.slice(piece * PIECE, (piece + 1) * PIECE).arrayBuffer());
    await own.receive(expectations.of(piece), [{ offset: 0, bytes }]);
  }
  await own.close();
}

/** As if it had been written on an earlier visit. */
export const remember = (record: ShareRecord) => openLibrary().merge(record.infoHash, () => record);

export const shows = (tab: Tab, torrent: Torrent, change: object) =>
  eventually(() => expect(tab.shows(torrent)).toMatchObject(change));
