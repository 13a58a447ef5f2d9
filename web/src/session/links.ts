import { concatBytes } from '@flockdrop/shared/bytes';
import { peerProofBytes, uuidOfPublicKey } from '@flockdrop/shared/identity';
import { Dialer, type LinkId, type SwarmEvent, yieldsToOffer } from '@flockdrop/shared/swarm';
import {
  encodeMessage,
  encodePiece,
  MAX_BLOCK_LENGTH,
  MessageDecoder,
  type PeerMessage,
  PIECE_HEADER_LENGTH,
  type RemoteExtensionIds,
  remoteExtensionIds,
  WireError,
} from '@flockdrop/shared/wire';
import type { Identity } from '../adapters/identity-store.ts';
import { type ConnectionKind, createLink, type Link } from '../adapters/transport.ts';
import { randomUuid } from '../worker/random-uuid.ts';
import type { Alarms } from './alarms.ts';

/** Frames below this are gathered; blocks never are. */
const SMALL_FRAME_BYTES = 1024;
const MAX_PENDING_DIALS = 8;
const MAX_CONNECTIONS = 30;
/** Connections that others are opening to us at one time. */
const MAX_PENDING_ANSWERS = 16;

/** Blocks are most of what is sent, and a channel copies what it is given: one buffer does for all of them. */
const blockFrame = new Uint8Array(PIECE_HEADER_LENGTH + MAX_BLOCK_LENGTH);

interface Connection {
  readonly id: LinkId;
  /** Name of the negotiation between the two of us, chosen by who dials. */
  readonly name: string;
  readonly peer: string;
  readonly dialed: boolean;
  readonly startedMs: number;
  readonly link: Link;
  readonly decoder: MessageDecoder;
  /** Small frames that wait for the end of the moment. */
  readonly outbox: Uint8Array<ArrayBuffer>[];
  remoteIds: RemoteExtensionIds;
  open: boolean;
  congested: boolean;
  kind: ConnectionKind | null;
}

export interface SwarmLinksOptions {
  /** v2 info-hash, 32 bytes. */
  readonly infoHash: Uint8Array;
  readonly self: string;
  readonly identity: Identity;
  readonly alarms: Alarms;
  readonly paused: boolean;
  iceServers(): readonly RTCIceServer[];
  relayOnly(): boolean;
  isBanned(peer: string): boolean;
  sendSignal(to: string, connection: string, data: string): boolean;
  emit(event: SwarmEvent): void;
  onChange(): void;
}

/**
 * The connections of one share: whom to dial, how signals find their negotiation, how messages become bytes. It
 * turns what happens on them into engine events and decides nothing about data.
 */
export class SwarmLinks {
  readonly #options: SwarmLinksOptions;
  readonly #dialer = new Dialer({
    random: Math.random,
    maxPending: MAX_PENDING_DIALS,
    maxConnections: MAX_CONNECTIONS,
  });
  readonly #connections = new Map<LinkId, Connection>();
  #nextId: LinkId = 1;
  #closed = false;
  #paused: boolean;
  #failures = 0;

  constructor(options: SwarmLinksOptions) {
    this.#options = options;
    this.#paused = options.paused;
  }

  /** Attempts that came to nothing since something last worked. */
  get failures(): number {
    return this.#failures;
  }

  /** `null` when there is no such link any more. */
  kindOf(id: LinkId): ConnectionKind | 'connecting' | null {
    const connection = this.#connections.get(id);
    return connection === undefined ? null : (connection.kind ?? (connection.open ? 'direct' : 'connecting'));
  }

  /** Peers that are being connected to and are not open yet. */
  pending(): readonly string[] {
    return [...this.#connections.values()].filter(({ open }) => !open).map(({ peer }) => peer);
  }

  learn(peers: readonly string[]): void {
    for (const peer of peers) {
      if (peer !== this.#options.self && !this.#options.isBanned(peer)) this.#dialer.learn(peer);
    }
    this.#dialDue();
  }

  forget(peer: string): void {
    this.#dialer.forget(peer);
  }

  /** The server cannot reach it: what is being negotiated with it leads nowhere. */
  gone(peer: string): void {
    this.#dialer.forget(peer);
    for (const connection of this.#connections.values()) {
      if (connection.peer === peer && !connection.open) connection.link.close('gone', 'The peer has left.');
    }
  }

  /** Lets go of everyone and connects to nobody until `resume`; who is there is learned anew on joining again. */
  pause(): void {
    this.#paused = true;
    this.#dialer.forgetAll();
    for (const { link } of this.#connections.values()) link.close('paused', 'The share was paused.');
  }

  resume(): void {
    this.#paused = false;
  }

  receiveSignal(from: string, name: string, text: string): void {
    if (this.#closed || this.#paused) return;
    const data = parseSignal(text);
    const known = [...this.#connections.values()].find((one) => one.name === name && one.peer === from);
    if (known !== undefined) known.link.signal(data);
    else if (isOffer(data)) this.#answer(from, name, data);
  }

  send(id: LinkId, message: PeerMessage): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    const frame =
      message.type === 'piece' && message.data.length >= SMALL_FRAME_BYTES
        ? encodePiece(message, blockFrame)
        : encodeMessage(message, connection.remoteIds);
    if (frame.length < SMALL_FRAME_BYTES) {
      connection.outbox.push(frame);
      return;
    }
    this.#flush(connection);
    connection.link.send(frame);
    if (!connection.congested && connection.link.isCongested) {
      connection.congested = true;
      this.#options.emit({ type: 'congestion', link: id, congested: true });
    }
  }

  /** Sends what waits for company: to be called when all that one event caused has been said. */
  flush(): void {
    for (const connection of this.#connections.values()) this.#flush(connection);
  }

  /** Small messages of one moment travel as one: each costs as much as a large one. */
  #flush({ link, outbox }: Connection): void {
    if (outbox.length > 0) link.send(concatBytes(outbox.splice(0)));
  }

  close(id: LinkId, code: string, reason: string): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    this.#flush(connection);
    connection.link.close(code, reason);
  }

  async signProof(id: LinkId): Promise<void> {
    const { identity, infoHash } = this.#options;
    const prints = this.#connections.get(id)?.link.fingerprints() ?? null;
    if (prints === null) {
      this.close(id, 'no-identity', 'The connection has no fingerprints to prove an identity with.');
      return;
    }
    const signature = await identity.sign(
      peerProofBytes({ infoHash, senderFingerprint: prints.local, receiverFingerprint: prints.remote }),
    );
    this.#options.emit({ type: 'proof-made', link: id, publicKey: identity.publicKey, signature });
  }

  async checkProof(id: LinkId, publicKey: Uint8Array, signature: Uint8Array): Promise<void> {
    const { identity, infoHash } = this.#options;
    const prints = this.#connections.get(id)?.link.fingerprints() ?? null;
    const holds =
      prints !== null &&
      (await identity.verify(
        publicKey,
        peerProofBytes({ infoHash, senderFingerprint: prints.remote, receiverFingerprint: prints.local }),
        signature,
      ));
    this.#options.emit({ type: 'proof-checked', link: id, id: holds ? uuidOfPublicKey(publicKey) : null });
  }

  closeAll(): void {
    this.#closed = true;
    this.#options.alarms.set(this, null, () => undefined);
    for (const { link } of this.#connections.values()) link.close('stopped', 'The share was stopped.');
  }

  #dialDue(): void {
    if (this.#closed || this.#paused) return;
    const { alarms } = this.#options;
    for (const peer of this.#dialer.takeDue(alarms.now())) this.#connect(peer, randomUuid(), true);
    alarms.set(this, this.#dialer.nextWakeup(alarms.now()), () => this.#dialDue());
  }

  #answer(from: string, name: string, offer: unknown): void {
    const { self, isBanned } = this.#options;
    if (from === self || isBanned(from)) return;
    const ours = [...this.#connections.values()].find((one) => one.peer === from && !one.open && one.dialed);
    if (ours !== undefined) {
      const pendingMs = this.#options.alarms.now() - ours.startedMs;
      if (!yieldsToOffer({ self, peer: from, pendingMs })) return;
      ours.link.close('glare', 'The other side dials too.');
    }
    const answering = [...this.#connections.values()].filter((one) => !one.dialed && !one.open);
    if (answering.length >= MAX_PENDING_ANSWERS) return;
    this.#connect(from, name, false).signal(offer);
  }

  #connect(peer: string, name: string, dialed: boolean): Link {
    const id = this.#nextId++;
    const { alarms, sendSignal, iceServers, relayOnly, onChange } = this.#options;
    const link = createLink({
      initiator: dialed,
      iceServers: iceServers(),
      relayOnly: relayOnly(),
      onSignal: (data) => {
        sendSignal(peer, name, JSON.stringify(data));
      },
      onOpen: () => this.#opened(id),
      onMessage: (data) => this.#received(id, data),
      onDrain: () => {
        connection.congested = false;
        this.#options.emit({ type: 'congestion', link: id, congested: false });
      },
      onClose: ({ code }) => this.#ended(id, code),
      onConnectionKind: (kind) => {
        connection.kind = kind;
        this.#options.emit({ type: 'link-kind', link: id, relayed: kind === 'relay' });
        onChange();
      },
    });
    const connection: Connection = {
      id,
      name,
      peer,
      dialed,
      startedMs: alarms.now(),
      link,
      decoder: new MessageDecoder(),
      outbox: [],
      remoteIds: {},
      open: false,
      congested: false,
      kind: null,
    };
    this.#connections.set(id, connection);
    onChange();
    return link;
  }

  #opened(id: LinkId): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    connection.open = true;
    this.#failures = 0;
    const { peer, dialed } = connection;
    this.#dialer.opened(peer, dialed, this.#options.alarms.now());
    this.#options.emit({ type: 'link-opened', link: id, peer, dialed });
    this.#dialDue();
  }

  #received(id: LinkId, data: Uint8Array): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    try {
      for (const message of connection.decoder.push(data)) {
        if (message.type === 'extended-handshake') connection.remoteIds = remoteExtensionIds(message.m);
        this.#options.emit({ type: 'message', link: id, message });
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      connection.link.close(error.code, error.message);
    }
  }

  #ended(id: LinkId, code: string): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    this.#connections.delete(id);
    const now = this.#options.alarms.now();
    if (connection.open) this.#dialer.closed(connection.peer, now);
    else if (connection.dialed) this.#dialer.failed(connection.peer, now);
    if (connection.open) this.#options.emit({ type: 'link-closed', link: id });
    else if (code !== 'glare') this.#failures++;
    this.#options.onChange();
    this.#dialDue();
  }
}

function parseSignal(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isOffer(data: unknown): boolean {
  return (
    typeof data === 'object' && data !== null && 'type' in data && data.type === 'offer' && 'sdp' in data
  );
}
