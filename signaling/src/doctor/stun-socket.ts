import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { IceUrl } from './ice-url.ts';
import { decodeMessage, HEADER_LENGTH, type StunMessage } from './stun.ts';
import { Trouble, troubleOf, within } from './trouble.ts';

/** Waiting times of RFC 8489, section 6.2.1: each twice the one before. */
const FIRST_RETRANSMISSION_MS = 500;

/** One conversation with a STUN or TURN server. Everything rejects with Trouble. */
export interface StunSocket {
  /** Sends a request and resolves to its response; over UDP, again and again until there is one. */
  ask(request: Buffer): Promise<StunMessage>;
  close(): void;
}

export interface StunSocketOptions {
  /** Of opening, and of each question. */
  readonly timeoutMs: number;
}

/** Certificates are not judged here: a server with a bad one is asked all the same. */
export async function openStunSocket(url: IceUrl, options: StunSocketOptions): Promise<StunSocket> {
  if (url.transport === 'udp') return openUdp(url, options);
  const socket: Socket | TLSSocket =
    url.transport === 'tcp'
      ? connect(url.port, url.host)
      : connectTls({
          port: url.port,
          host: url.host,
          rejectUnauthorized: false,
          ...(isIP(url.host) === 0 ? { servername: url.host } : {}),
        });
  try {
    await within(options.timeoutMs, once(socket, url.transport === 'tcp' ? 'connect' : 'secureConnect'));
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw troubleOf(error);
  }
  return new StreamSocket(socket, options);
}

/** Questions that wait for an answer, by their transaction. */
class Waiting {
  readonly #answers = new Map<string, (answer: StunMessage | Trouble) => void>();

  async ask(request: Buffer, timeoutMs: number, send: () => void): Promise<StunMessage> {
    const key = request.subarray(8, HEADER_LENGTH).toString('hex');
    const answer = new Promise<StunMessage | Trouble>((resolve) => this.#answers.set(key, resolve));
    try {
      send();
      const message = await within(timeoutMs, answer);
      if (message instanceof Trouble) throw message;
      return message;
    } catch (error) {
      throw troubleOf(error);
    } finally {
      this.#answers.delete(key);
    }
  }

  answered(message: StunMessage | null): void {
    if (message !== null) this.#answers.get(message.transaction.toString('hex'))?.(message);
  }

  failed(error: unknown): void {
    for (const settle of this.#answers.values()) settle(troubleOf(error));
  }
}

async function openUdp(url: IceUrl, { timeoutMs }: StunSocketOptions): Promise<StunSocket> {
  const found = await within(timeoutMs, lookup(url.host, { verbatim: false })).catch((error: unknown) => {
    throw troubleOf(error);
  });
  const socket = createSocket({ type: found.family === 6 ? 'udp6' : 'udp4' });
  const waiting = new Waiting();
  try {
    const connected = once(socket, 'connect');
    socket.connect(url.port, found.address);
    await within(timeoutMs, connected);
  } catch (error) {
    socket.on('error', () => undefined);
    socket.close();
    throw troubleOf(error);
  }
  socket.on('error', (error) => waiting.failed(error));
  socket.on('message', (bytes) => waiting.answered(decodeMessage(bytes)));
  return {
    async ask(request) {
      let again: NodeJS.Timeout | undefined;
      const send = (delayMs: number) => {
        socket.send(request);
        again = setTimeout(() => send(delayMs * 2), delayMs);
      };
      try {
        return await waiting.ask(request, timeoutMs, () => send(FIRST_RETRANSMISSION_MS));
      } finally {
        clearTimeout(again);
      }
    },
    close: () => socket.close(),
  };
}

class StreamSocket implements StunSocket {
  readonly #socket: Socket;
  readonly #timeoutMs: number;
  readonly #waiting = new Waiting();
  #rest: Buffer = Buffer.alloc(0);

  constructor(socket: Socket, { timeoutMs }: StunSocketOptions) {
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    socket.on('error', (error) => this.#waiting.failed(error));
    socket.on('close', () => this.#waiting.failed(new Trouble('ECONNRESET')));
    socket.on('data', (bytes) => this.#receive(bytes));
  }

  async ask(request: Buffer): Promise<StunMessage> {
    if (this.#socket.destroyed) throw new Trouble('ECONNRESET');
    return this.#waiting.ask(request, this.#timeoutMs, () => this.#socket.write(request));
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= HEADER_LENGTH) {
      const length = HEADER_LENGTH + this.#rest.readUInt16BE(2);
      if ((this.#rest[0] ?? 0) > 0x3f) {
        // Relayed data has another first byte, and we let nothing be relayed.
        this.#waiting.failed(new Trouble('nonsense'));
        this.#socket.destroy();
        return;
      }
      if (this.#rest.length < length) return;
      this.#waiting.answered(decodeMessage(this.#rest.subarray(0, length)));
      this.#rest = this.#rest.subarray(length);
    }
  }
}
