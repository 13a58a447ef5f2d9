import { webcrypto } from 'node:crypto';
import { once } from 'node:events';
import { toBase64Url } from '@flockdrop/shared/bytes';
import { helloBytes } from '@flockdrop/shared/identity';
import {
  type ClientMessage,
  encodeMessage,
  PROTOCOL_VERSION,
  parseServerMessage,
  type ServerMessage,
} from '@flockdrop/shared/signaling';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { type Config, readConfig } from '../src/config.ts';
import { createSignalingServer, type ServerDeps } from '../src/server.ts';

/** A server on a free port, with an origin it serves. */
export async function startServer(
  config: Partial<Config> = {},
  deps: Partial<ServerDeps> = {},
): Promise<{ port: number; origin: string; close: () => Promise<void> }> {
  const server = createSignalingServer(
    { ...readConfig({ PORT: '0', HOST: '127.0.0.1' }), ...config },
    { log: pino({ enabled: false }), appDirectory: null, ...deps },
  );
  const port = await server.listen();
  return { port, origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

type Typed<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;

/** By a key of its own. */
export async function signHello({
  challenge,
  origin,
  version = PROTOCOL_VERSION,
}: {
  challenge: string;
  origin: string;
  version?: number;
}): Promise<ClientMessage> {
  const keys = (await webcrypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const session = 'test';
  const signed = helloBytes({ challenge, origin, session, version });
  const signature = await webcrypto.subtle.sign('Ed25519', keys.privateKey, signed);
  const publicKey = await webcrypto.subtle.exportKey('raw', keys.publicKey);
  return {
    type: 'hello',
    version,
    publicKey: toBase64Url(new Uint8Array(publicKey)),
    session,
    signature: toBase64Url(new Uint8Array(signature)),
  };
}

/** A tab as the server sees one: a real socket and a real key. */
export class TestClient {
  readonly socket: WebSocket;
  readonly #origin: string;
  readonly #inbox: ServerMessage[] = [];
  #wake: () => void = () => undefined;

  constructor(server: { port: number; origin: string }, origin = server.origin) {
    this.#origin = origin;
    this.socket = new WebSocket(`ws://127.0.0.1:${server.port}/signal`, {
      ...(origin === '' ? {} : { origin }),
    });
    this.socket.on('message', (data) => {
      const parsed = parseServerMessage(String(data));
      if (!parsed.ok) throw new Error(`the server said ${String(data)}`);
      this.#inbox.push(parsed.message);
      this.#wake();
    });
  }

  send(message: ClientMessage): void {
    this.socket.send(encodeMessage(message));
  }

  /** The next message of that type; others before it stay for later. */
  async next<T extends ServerMessage['type']>(type: T): Promise<Typed<T>> {
    for (;;) {
      const at = this.#inbox.findIndex((message) => message.type === type);
      const [found] = at < 0 ? [] : this.#inbox.splice(at, 1);
      if (found !== undefined) return found as Typed<T>;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  get waiting(): readonly ServerMessage[] {
    return this.#inbox;
  }

  async closed(): Promise<number> {
    const [code] = await once(this.socket, 'close');
    return Number(code);
  }

  /** Answers the challenge; `change` spoils the hello on purpose. */
  async hello(change: { origin?: string; challenge?: string; version?: number } = {}): Promise<void> {
    const { challenge } = await this.next('challenge');
    this.send(await signHello({ challenge, origin: this.#origin, ...change }));
  }

  /** Says hello and returns its UUID. */
  async enter(): Promise<string> {
    await this.hello();
    return (await this.next('welcome')).id;
  }

  async join(infoHash: string): Promise<Typed<'joined'>> {
    this.send({ type: 'join', infoHash, left: null });
    return this.next('joined');
  }
}
