import { toBase64Url } from '@flockdrop/shared/bytes';
import { helloBytes, isUuid } from '@flockdrop/shared/identity';
import {
  type ClientMessage,
  encodeMessage,
  PROTOCOL_VERSION,
  parseServerMessage,
  type ServerMessage,
} from '@flockdrop/shared/signaling';
import type { Identity } from '../adapters/identity-store.ts';
import {
  createSignalingSocket,
  type EarlySocket,
  type SignalingSocket,
} from '../adapters/signaling-socket.ts';
import { randomUuid } from '../worker/random-uuid.ts';
import type { ServerState } from './snapshot.ts';

/** What a share hears from the server. */
export interface SwarmListener {
  /** We are in; these were there before us, so they are ours to dial. */
  onJoined(peers: readonly string[], total: number): void;
  /** @param total members besides us */
  onPeerJoined(peer: string, total: number): void;
  onPeerLeft(peer: string, total: number): void;
  /** Signaled to somebody who is not there any more. */
  onNoSuchPeer(peer: string): void;
  onSignal(from: string, connection: string, data: string): void;
  onScraped(peers: number): void;
  onError(code: string, message: string): void;
}

/** Heartbeats of the server: so many may stay out, and a half. */
const SILENT_HEARTBEATS = 2.5;

interface Connection {
  /** `speaking`: the server hears of shares, since it lets us go on before its welcome; signals it takes only after. */
  stage: 'silent' | 'speaking' | 'welcome';
}

interface Interest {
  readonly listener: SwarmListener;
  /** Told to the server on joining; `null`: only curious, nobody learns of us. */
  joined: { left: number | null } | null;
}

/**
 * The conversation with the signaling server: proves who we are, and after every reconnection says again which
 * swarms we are in. It knows shares only by their info-hash and listener.
 */
export class Signaling {
  readonly #identity: () => Identity;
  readonly #origin: string;
  readonly #onState: (state: ServerState) => void;
  readonly #onRefused: (code: string, message: string) => void;
  readonly #session = randomUuid();
  readonly #interests = new Map<string, Interest>();
  readonly #socket: SignalingSocket;
  /** Another one for every connection that begins or ends. */
  #connection: Connection = { stage: 'silent' };
  #heartbeatMs = 0;
  /** How long the server may be silent, once it has shown that it tells of its heartbeats. */
  #silenceMs: number | null = null;
  #iceServers: readonly RTCIceServer[] = [];

  constructor(options: {
    /** Asked each time that we say who we are: it may have become another one. */
    readonly identity: () => Identity;
    /** Of the page. */
    readonly origin: string;
    /** `ws:` or `wss:`. */
    readonly url: string;
    readonly early?: EarlySocket | undefined;
    readonly onState: (state: ServerState) => void;
    /** The server will not have this page, and says why. */
    readonly onRefused: (code: string, message: string) => void;
  }) {
    this.#identity = options.identity;
    this.#origin = options.origin;
    this.#onState = options.onState;
    this.#onRefused = options.onRefused;
    this.#socket = createSignalingSocket({
      url: options.url,
      early: options.early,
      onOpen: () => this.#begin(),
      onText: (text) => this.#receive(text),
      silenceMs: () => this.#silenceMs,
      onClose: () => {
        this.#begin();
        options.onState('offline');
      },
    });
  }

  get #isWelcome(): boolean {
    return this.#connection.stage === 'welcome';
  }

  get iceServers(): readonly RTCIceServer[] {
    return this.#iceServers;
  }

  /** Starts listening for a share and asks how many peers there are; joins nothing. */
  watch(infoHash: string, listener: SwarmListener): void {
    this.#interests.set(infoHash, { listener, joined: null });
    this.scrape(infoHash);
  }

  scrape(infoHash: string): void {
    if (this.#interests.has(infoHash)) this.#send({ type: 'scrape', infoHash });
  }

  /** @param left bytes still missing, `null` while unknown */
  join(infoHash: string, left: number | null): void {
    const interest = this.#interests.get(infoHash);
    if (interest === undefined || interest.joined !== null) return;
    interest.joined = { left };
    this.#send({ type: 'join', infoHash, left });
  }

  leave(infoHash: string): void {
    const interest = this.#interests.get(infoHash);
    if (interest === undefined || interest.joined === null) return;
    interest.joined = null;
    this.#send({ type: 'leave', infoHash });
  }

  forget(infoHash: string): void {
    this.leave(infoHash);
    this.#interests.delete(infoHash);
  }

  progress(infoHash: string, left: number): void {
    const joined = this.#interests.get(infoHash)?.joined;
    if (joined === undefined || joined === null || joined.left === left) return;
    joined.left = left;
    this.#send({ type: 'progress', infoHash, left });
  }

  /** False when there is no connection to the server: the signal is lost. */
  signal(infoHash: string, to: string, connection: string, data: string): boolean {
    // Before its welcome the server takes none.
    return this.#isWelcome && this.#send({ type: 'signal', infoHash, to, connection, data });
  }

  /** The connection may have died unnoticed: a new one, and in the same swarms again. */
  renew(): void {
    this.#socket.renew();
  }

  /** The network may be another one: makes sure of the connection, or of a new one. */
  refresh(): void {
    const [anyShare] = this.#interests.keys();
    if (anyShare !== undefined) this.scrape(anyShare);
    // Nobody would answer, and nobody needs the server now.
    if (anyShare !== undefined || !this.#isWelcome) this.#socket.refresh();
  }

  close(): void {
    this.#socket.close();
  }

  #send(message: ClientMessage): boolean {
    return this.#connection.stage !== 'silent' && this.#socket.send(encodeMessage(message));
  }

  /** A connection has begun, or one has ended. */
  #begin(): void {
    this.#connection = { stage: 'silent' };
  }

  /** Comes to a stage, of which the first is where the server hears of our shares. */
  #reach(stage: 'speaking' | 'welcome'): void {
    const isFirst = this.#connection.stage === 'silent';
    this.#connection.stage = stage;
    if (!isFirst) return;
    for (const [infoHash, { joined }] of this.#interests) {
      if (joined === null) this.scrape(infoHash);
      else this.#send({ type: 'join', infoHash, left: joined.left });
    }
  }

  #receive(text: string): void {
    const parsed = parseServerMessage(text);
    if (!parsed.ok) return; // a newer server may say what we do not know
    const { message } = parsed;
    switch (message.type) {
      case 'challenge':
        void this.#hello(message);
        return;
      case 'welcome':
        this.#welcome(message);
        return;
      case 'alive':
        this.#silenceMs = SILENT_HEARTBEATS * this.#heartbeatMs;
        return;
      case 'reconnect':
        this.#socket.reconnect();
        return;
      case 'ice-servers':
        this.#takeIceServers(message.iceServers);
        return;
      case 'error':
        this.#failed(message);
        return;
      default:
        this.#ofShare(message);
    }
  }

  #failed({ code, message, infoHash, peer }: Extract<ServerMessage, { type: 'error' }>): void {
    if (infoHash === undefined) {
      this.#onRefused(code, message);
      return;
    }
    const listener = this.#interests.get(infoHash)?.listener;
    if (code !== 'no-such-peer') listener?.onError(code, message);
    else if (peer !== undefined) listener?.onNoSuchPeer(peer);
  }

  async #hello({ challenge, pipelining }: Extract<ServerMessage, { type: 'challenge' }>): Promise<void> {
    const connection = this.#connection;
    const session = this.#session;
    const version = PROTOCOL_VERSION;
    const identity = this.#identity();
    const signature = await identity.sign(helloBytes({ challenge, origin: this.#origin, session, version }));
    // Another connection has a challenge of its own.
    if (connection !== this.#connection) return;
    this.#socket.send(
      encodeMessage({
        type: 'hello',
        version,
        publicKey: toBase64Url(identity.publicKey),
        session,
        signature: toBase64Url(signature),
      }),
    );
    if (pipelining === true) this.#reach('speaking');
  }

  #welcome(message: Extract<ServerMessage, { type: 'welcome' }>): void {
    this.#takeIceServers(message.iceServers);
    this.#heartbeatMs = message.heartbeatMs;
    this.#onState('online');
    this.#reach('welcome');
  }

  #takeIceServers(servers: Extract<ServerMessage, { type: 'ice-servers' }>['iceServers']): void {
    this.#iceServers = servers.map(({ urls, username, credential }) => ({
      urls,
      ...(username === undefined ? {} : { username }),
      ...(credential === undefined ? {} : { credential }),
    }));
  }

  #ofShare(
    message: Extract<ServerMessage, { type: 'scraped' | 'joined' | 'peer-joined' | 'peer-left' | 'signal' }>,
  ): void {
    const listener = this.#interests.get(message.infoHash)?.listener;
    if (listener === undefined) return;
    switch (message.type) {
      case 'scraped':
        listener.onScraped(message.peers);
        return;
      case 'joined':
        listener.onJoined(message.peers.map(({ id }) => id).filter(isUuid), message.total);
        return;
      case 'peer-joined':
        listener.onPeerJoined(message.id, message.total);
        return;
      case 'peer-left':
        listener.onPeerLeft(message.id, message.total);
        return;
      case 'signal':
        if (isUuid(message.from)) listener.onSignal(message.from, message.connection, message.data);
    }
  }
}
