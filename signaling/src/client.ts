import { randomBytes, webcrypto } from 'node:crypto';
import { fromBase64Url } from '@flockdrop/shared/bytes';
import { helloBytes, uuidOfPublicKey } from '@flockdrop/shared/identity';
import {
  type ClientMessage,
  encodeMessage,
  PROTOCOL_VERSION,
  parseClientMessage,
  type ServerMessage,
} from '@flockdrop/shared/signaling';
import type { WebSocket } from 'ws';
import { MAX_BACKLOG_BYTES, MAX_BAD_MESSAGES, SOCKET_RATE, TokenBucket } from './limits.ts';

type SwarmMessage = Exclude<ClientMessage, { type: 'hello' }>;

export interface ClientOptions {
  /** Of the page, from the request; empty outside a browser. */
  readonly origin: string;
  readonly now: () => number;
  readonly helloTimeoutMs: number;
  /** Shared by all sockets of the address. */
  mayReceive(): boolean;
  onWelcomed(peer: string): void;
  onMessage(message: SwarmMessage): void;
  onRefused(code: string): void;
  /** It is being closed for a fault of its own: from here on it counts no more. */
  onEnded(): void;
}

/**
 * One socket: proves whose it is, holds it to its limits, and passes on what makes sense. It knows nothing of
 * swarms.
 */
export class Client {
  readonly #socket: WebSocket;
  readonly #options: ClientOptions;
  readonly #challenge = randomBytes(32).toString('base64url');
  readonly #bucket: TokenBucket;
  readonly #helloTimer: NodeJS.Timeout;
  /** Whose it is and when it last got ICE servers; `null` before the welcome. */
  welcomed: { readonly peer: string; iceServersSentMs: number } | null = null;
  #hello: 'awaited' | 'checking' | 'done' = 'awaited';
  /** Came while the hello was being checked: short, and no more than the rate lets through. */
  #pipelined: SwarmMessage[] = [];
  /** The other side may go on sending for as long as the closing takes. */
  #ended = false;
  #bad = 0;
  #missedPongs = 0;

  constructor(socket: WebSocket, options: ClientOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#bucket = new TokenBucket(SOCKET_RATE, options.now());
    this.#helloTimer = setTimeout(
      () => this.refuse('hello-timeout', 'No hello in time.'),
      options.helloTimeoutMs,
    );
    socket.on('message', (data, isBinary) => this.#receive(isBinary ? null : String(data)));
    socket.on('pong', () => {
      this.#missedPongs = 0;
    });
    socket.on('close', () => clearTimeout(this.#helloTimer));
    this.send({
      type: 'challenge',
      challenge: this.#challenge,
      version: PROTOCOL_VERSION,
      pipelining: true,
    });
  }

  send(message: ServerMessage): void {
    this.sendText(encodeMessage(message));
  }

  /** An encoded ServerMessage. */
  sendText(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(text);
    if (this.#socket.bufferedAmount > MAX_BACKLOG_BYTES) {
      this.#options.onRefused('slow-consumer');
      this.#socket.terminate();
    }
  }

  /** Two heartbeats without an answer end the connection. */
  heartbeat(): void {
    if (this.#missedPongs >= 2) {
      this.#socket.terminate();
      return;
    }
    this.#missedPongs++;
    this.#socket.ping();
    if (this.welcomed !== null) this.send({ type: 'alive' });
  }

  refuse(code: string, message: string): void {
    this.#options.onRefused(code);
    this.send({ type: 'error', code, message });
    this.#end(code);
  }

  close(code: number): void {
    this.#socket.close(code);
  }

  #end(code: string): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#helloTimer);
    this.#socket.close(1008, code);
    this.#options.onEnded();
  }

  #receive(text: string | null): void {
    if (this.#ended) return;
    if (!this.#bucket.take(this.#options.now()) || !this.#options.mayReceive()) {
      this.refuse('rate-limited', 'Too many messages. Wait a little.');
      return;
    }
    const parsed = text === null ? null : parseClientMessage(text);
    if (parsed === null || !parsed.ok) {
      this.#badMessage(parsed === null ? 'binary' : parsed.reason);
      return;
    }
    const { message } = parsed;
    if (message.type === 'hello') void this.#checkHello(message);
    else if (this.#hello === 'done') this.#options.onMessage(message);
    else if (this.#mayWait(message)) this.#pipelined.push(message);
    else this.refuse('hello-first', 'Say hello before anything else.');
  }

  /** Nobody can have told of a peer to signal to so early. */
  #mayWait({ type }: SwarmMessage): boolean {
    return this.#hello === 'checking' && type !== 'signal';
  }

  #badMessage(reason: string): void {
    this.#bad++;
    this.#options.onRefused('bad-message');
    this.send({
      type: 'error',
      code: 'bad-message',
      message: `This message makes no sense here (${reason}).`,
    });
    if (this.#bad > MAX_BAD_MESSAGES) this.#end('bad-message');
  }

  async #checkHello(hello: Extract<ClientMessage, { type: 'hello' }>): Promise<void> {
    if (this.#hello !== 'awaited') {
      this.refuse('second-hello', 'One hello is enough.');
      return;
    }
    this.#hello = 'checking';
    if (hello.version !== PROTOCOL_VERSION) {
      this.refuse('wrong-version', 'This page is of another version than the server. Reload it.');
      return;
    }
    const publicKey = fromBase64Url(hello.publicKey);
    const signature = fromBase64Url(hello.signature);
    const { origin } = this.#options;
    const signed = helloBytes({
      challenge: this.#challenge,
      origin,
      session: hello.session,
      version: hello.version,
    });
    const holds = publicKey !== null && signature !== null && (await verify(publicKey, signed, signature));
    if (!holds) {
      this.refuse('bad-signature', 'The signature does not fit the key and this server.');
      return;
    }
    clearTimeout(this.#helloTimer);
    this.#hello = 'done';
    if (this.#ended || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#options.onWelcomed(uuidOfPublicKey(publicKey));
    for (const message of this.#pipelined.splice(0)) this.#options.onMessage(message);
  }
}

async function verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
  try {
    const key = await webcrypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
    return await webcrypto.subtle.verify('Ed25519', key, signature, bytes);
  } catch {
    return false; // 32 bytes that are no point of the curve
  }
}
