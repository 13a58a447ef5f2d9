/**
 * One data channel to one peer, behind which simple-peer and WebRTC disappear. It owns negotiation, splitting into
 * channel messages, backpressure and the kind of connection; it never looks into the bytes it carries.
 *
 * simple-peer negotiates; data goes past its stream, straight to the channel, because the stream has no usable
 * backpressure in either direction and copies what it receives.
 */
/// <reference path="./simple-peer/simple-peer.d.ts" />
import { fingerprintOf } from '@flockdrop/shared/identity';
import { SendWindow } from '@flockdrop/shared/swarm';
import SimplePeer from 'simple-peer';
import { closeCodeOf, messageOf } from './close-code.ts';
import { type ConnectionKind, type SelectedPath, selectedPathOf } from './connection-kind.ts';
import type { Fingerprints, Link, LinkOptions } from './link-types.ts';
import { type PathFacts, PathObserver } from './path-facts.ts';
import { asksForRestart, isRestart, PathKeeper } from './path-keeper.ts';
import { SignalBudget } from './signal-budget.ts';

export type { ConnectionKind } from './connection-kind.ts';
export type { Fingerprints, Link, LinkOptions } from './link-types.ts';
export type { PathFacts } from './path-facts.ts';

const MAX_MESSAGE_BYTES = 128 * 1024;
/** ICE with no candidates at all (relay only, no relay) stays silent for ever instead of failing. */
const CONNECT_TIMEOUT_MS = 30_000;
const CHANNEL_NAME = 'flockdrop';
/** More than anybody says before the other side has answered. */
const MAX_EARLY_MESSAGES = 64;
/** What who dialed says first. */
const FIRST_WORD = new Uint8Array();

/** Starts negotiating a link. Never throws: what goes wrong arrives through `onClose`. */
export function createLink(options: LinkOptions): Link {
  return new PeerLink(options);
}

class PeerLink implements Link {
  readonly #options: LinkOptions;
  readonly #peer: SimplePeer | null;
  #channel: RTCDataChannel | null = null;
  /** Messages of a link that is not open yet. */
  #early: unknown[] = [];
  #state: 'connecting' | 'open' | 'closed' = 'connecting';
  #maxMessageBytes = MAX_MESSAGE_BYTES;
  #kind: ConnectionKind | null = null;
  readonly #signals: SignalBudget;
  readonly #window = new SendWindow();
  /** From the high-water mark until it has fallen to the low one. */
  #isFull = false;
  #observer: PathObserver | null = null;
  #keeper: PathKeeper | null = null;
  readonly #timeout: ReturnType<typeof setTimeout>;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#signals = new SignalBudget(() => options.now());
    this.#timeout = setTimeout(() => {
      this.close('connect-timeout', 'The peer could not be reached in time.');
    }, CONNECT_TIMEOUT_MS);
    this.#peer = this.#connect();
  }

  get bufferedAmount(): number {
    return this.#channel?.bufferedAmount ?? 0;
  }

  get isCongested(): boolean {
    return this.#isFull;
  }

  get maxMessageBytes(): number {
    return this.#maxMessageBytes;
  }

  signal(data: unknown): void {
    if (this.#state === 'closed' || this.#peer === null) return;
    const isTooMuch = !this.#signals.take();
    if (asksForRestart(data) && !isTooMuch) {
      this.#keeper?.restart();
      return;
    }
    if (!isSignal(data) || isTooMuch) {
      this.close('bad-signal', 'The peer sent a signal that makes no sense.');
      return;
    }
    if (this.#state === 'open' && 'sdp' in data && !this.#mayRestart(data)) return;
    this.#observer?.heard(data);
    try {
      this.#peer.signal(data);
    } catch (error) {
      this.close('bad-signal', messageOf(error));
    }
  }

  send(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#state !== 'open' || this.#channel === null) return;
    this.#look(this.#channel);
    try {
      for (let at = 0; at < frame.byteLength; at += this.#maxMessageBytes) {
        const whole = at === 0 && frame.byteLength <= this.#maxMessageBytes;
        this.#channel.send(whole ? frame : frame.subarray(at, at + this.#maxMessageBytes));
      }
    } catch (error) {
      // Part of the stream would be missing: nothing sent after this could be understood.
      this.close('send-failed', messageOf(error));
      return;
    }
    this.#window.sent(frame.byteLength);
    if (this.#isFull || this.bufferedAmount < this.#window.highWater) return;
    this.#isFull = true;
    // Not moved before it is reached: the event comes on crossing it, and would be missed for ever.
    this.#channel.bufferedAmountLowThreshold = this.#window.lowWater;
  }

  /** What the buffer holds tells how fast it drains, and that how much it may hold. */
  #look(channel: RTCDataChannel): void {
    this.#window.look(channel.bufferedAmount, this.#options.now());
  }

  fingerprints(): Fingerprints | null {
    const connection = this.#peer?._pc;
    const local = fingerprintOf(connection?.localDescription?.sdp ?? '');
    const remote = fingerprintOf(connection?.remoteDescription?.sdp ?? '');
    return local === null || remote === null ? null : { local, remote };
  }

  pathFacts(): PathFacts | null {
    return this.#observer?.facts() ?? null;
  }

  async measure(): Promise<SelectedPath | null> {
    const stats = await this.#peer?._pc?.getStats().catch(() => null);
    const path = stats === null || stats === undefined ? null : selectedPathOf(stats.entries());
    if (path === null || this.#state !== 'open') return null;
    if (path.kind !== this.#kind) {
      this.#kind = path.kind;
      this.#options.onConnectionKind(path.kind);
    }
    return path;
  }

  restart(): void {
    this.#keeper?.restart();
  }

  close(code: string, message = code): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#keeper?.close();
    clearTimeout(this.#timeout);
    if (this.#channel !== null) this.#channel.onmessage = null;
    this.#peer?.destroy();
    queueMicrotask(() => this.#options.onClose({ code, message }));
  }

  #connect(): SimplePeer | null {
    const { initiator, iceServers, relayOnly } = this.#options;
    let peer: SimplePeer;
    try {
      peer = new SimplePeer({
        initiator,
        trickle: true,
        channelName: CHANNEL_NAME,
        channelConfig: { ordered: true },
        config: { iceServers: [...iceServers()], iceTransportPolicy: relayOnly ? 'relay' : 'all' },
      });
    } catch (error) {
      this.close('unsupported', messageOf(error));
      return null;
    }
    peer.on('error', (error) => this.close(closeCodeOf(error), error.message));
    peer.on('close', () => this.close('remote-closed', 'The peer closed the connection.'));
    peer.on('signal', (data) => {
      if (this.#state !== 'closed') this.#options.onSignal(data);
    });
    const connection = peer._pc;
    if (connection !== null) this.#observer = new PathObserver(connection);
    // simple-peer set its own handler before ours, so it knows the channel by the time we take it over.
    connection?.addEventListener('datachannel', ({ channel }) => this.#adopt(connection, channel));
    if (connection !== null && peer._channel !== null) this.#adopt(connection, peer._channel);
    return peer;
  }

  /** Takes over the one channel; any further one that the other side opens is none of ours. */
  #adopt(connection: RTCPeerConnection, channel: RTCDataChannel): void {
    if (this.#channel !== null || this.#state === 'closed') {
      channel.close();
      return;
    }
    this.#channel = channel;
    connection.ondatachannel = null;
    channel.binaryType = 'arraybuffer';
    channel.onmessage = (event: MessageEvent<unknown>) => this.#hear(connection, event.data);
    channel.onbufferedamountlow = () => {
      if (this.#state !== 'open' || !this.#isFull) return;
      this.#isFull = false;
      this.#look(channel);
      this.#options.onDrain();
    };
    channel.addEventListener('open', () => this.#openWhenReady(connection, channel));
    connection.addEventListener('signalingstatechange', () => this.#openWhenReady(connection, channel));
  }

  /**
   * A busy page may be told that the channel is open before it is told of the answer, whose fingerprint proofs are made
   * over. And Chromium now and then loses what reaches the side that dialed just as its channel opens: so that side
   * speaks first, and the other waits for it. Both with measurements in docs/decisions/0016-first-word.md.
   */
  #openWhenReady(connection: RTCPeerConnection, channel: RTCDataChannel): void {
    if (this.#state !== 'connecting' || channel.readyState !== 'open') return;
    if (connection.remoteDescription === null) return;
    if (this.#options.initiator) channel.send(FIRST_WORD);
    else if (this.#early.length === 0) return;
    this.#open(connection);
    for (const data of this.#early.splice(0)) this.#receive(data);
  }

  #open(connection: RTCPeerConnection): void {
    this.#state = 'open';
    clearTimeout(this.#timeout);
    this.#maxMessageBytes = Math.min(connection.sctp?.maxMessageSize || MAX_MESSAGE_BYTES, MAX_MESSAGE_BYTES);
    this.#options.onOpen();
    if (this.#state !== 'open') return;
    this.#keeper = this.#keep(connection);
    const watch = (): void => void this.measure();
    watch();
    const ice = connection.sctp?.transport.iceTransport;
    ice?.addEventListener('selectedcandidatepairchange', watch);
  }

  #hear(connection: RTCPeerConnection, data: unknown): void {
    if (this.#state !== 'connecting') {
      this.#receive(data);
      return;
    }
    // It may be delivered in the same turn as `open`, ahead of it.
    this.#early.push(data);
    if (this.#channel !== null) this.#openWhenReady(connection, this.#channel);
    if (this.#early.length > MAX_EARLY_MESSAGES)
      this.close('channel-error', 'The peer says much before it has answered.');
  }

  #receive(data: unknown): void {
    if (this.#state !== 'open') return;
    if (data instanceof ArrayBuffer) this.#options.onMessage(new Uint8Array(data));
    else this.close('channel-error', 'The peer sent text where bytes belong.');
  }

  #keep(connection: RTCPeerConnection): PathKeeper {
    const { initiator, iceServers, onSignal } = this.#options;
    return new PathKeeper(connection, {
      initiator,
      iceServers,
      negotiate: () => this.#peer?.negotiate(),
      signal: onSignal,
      onLost: () => this.close('path-lost', 'The connection was lost and no other path was found.'),
    });
  }

  #mayRestart(description: object): boolean {
    const connection = this.#peer?._pc;
    if (connection === undefined || connection === null) return false;
    return isRestart(
      { type: 'type' in description && description.type, sdp: 'sdp' in description && description.sdp },
      {
        initiator: this.#options.initiator,
        signalingState: connection.signalingState,
        remoteSdp: connection.remoteDescription?.sdp ?? '',
      },
    );
  }
}

/** A description or a candidate. Everything else simple-peer understands is of no use for one data channel. */
function isSignal(data: unknown): data is object {
  if (typeof data !== 'object' || data === null) return false;
  if ('sdp' in data) return typeof data.sdp === 'string' && 'type' in data && typeof data.type === 'string';
  return 'candidate' in data && typeof data.candidate === 'object' && data.candidate !== null;
}
