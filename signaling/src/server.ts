import { once } from 'node:events';
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import {
  type ConnectionId,
  encodeMessage,
  Hub,
  type HubEvent,
  MAX_SHARES_PER_CONNECTION,
  type ServerMessage,
} from '@flockdrop/shared/signaling';
import type { Logger } from 'pino';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { Certificate } from './certificate.ts';
import { Client } from './client.ts';
import type { Config } from './config.ts';
import { iceRenewalMs, iceServersFor } from './ice.ts';
import { AddressLimits, addressOf, MAX_PAYLOAD_BYTES } from './limits.ts';
import { Metrics } from './metrics.ts';
import { SEEN_AS_HEADER, SHARE_TARGET_PATH, SIGNAL_PATH } from './paths.ts';
import { serveApp } from './static.ts';

/** Clients come back after a random part of this, so that a restarted server is not met by all at once. */
const RECONNECT_SPREAD_MS = 3_000;
/** Of what another app shares, where no service worker takes it in. */
const MAX_PASSED_BYTES = 16 * 1024 * 1024;
const CLOSE_TIMEOUT_MS = 5_000;
/** A socket that was told to close, and does not, is cut off after this. */
const CLOSE_HANDSHAKE_TIMEOUT_MS = 2_000;

export interface ServerDeps {
  readonly log: Logger;
  /** Folder of the built app; `null` serves none. */
  readonly appDirectory: string | null;
  /** Given one, it serves over https and nothing else. */
  readonly certificate?: Certificate;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export interface SignalingServer {
  /** Rejects when the port is taken. Resolves to the port. */
  listen(): Promise<number>;
  /** Tells every client to reconnect, then stops. */
  close(): Promise<void>;
}

/** The server: HTTP for the app, health and metrics; WebSocket for signaling. */
export function createSignalingServer(config: Config, deps: ServerDeps): SignalingServer {
  return new Server(config, deps);
}

class Server implements SignalingServer {
  readonly #config: Config;
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #http: HttpServer;
  readonly #sockets: WebSocketServer;
  readonly #hub: Hub;
  readonly #clients = new Map<ConnectionId, Client>();
  /** All of them: node forgets those that left HTTP for WebSocket, or are not done with TLS, and would wait for them. */
  readonly #connections = new Set<Duplex>();
  /** Requests that are being answered. */
  #answering = 0;
  readonly #addresses = new AddressLimits();
  readonly #metrics: Metrics;
  readonly #app: ((request: IncomingMessage, response: ServerResponse) => void) | null;
  #nextId: ConnectionId = 1;
  #heartbeat: NodeJS.Timeout | null = null;
  #renewal: NodeJS.Timeout | null = null;
  #closing = false;

  constructor(config: Config, deps: ServerDeps) {
    this.#config = config;
    this.#log = deps.log;
    this.#now = deps.now ?? Date.now;
    this.#random = deps.random ?? Math.random;
    this.#hub = new Hub(this.#random);
    this.#metrics = new Metrics(() => ({ sockets: this.#clients.size, ...this.#hub.counts }));
    this.#app = deps.appDirectory === null ? null : serveApp(deps.appDirectory);
    const options: ServerOptions & { readonly closeTimeout: number } = {
      noServer: true,
      maxPayload: MAX_PAYLOAD_BYTES,
      perMessageDeflate: false,
      clientTracking: false,
      closeTimeout: CLOSE_HANDSHAKE_TIMEOUT_MS,
    };
    this.#sockets = new WebSocketServer(options);
    this.#sockets.on('headers', (headers, request) => {
      headers.push(`${SEEN_AS_HEADER}: ${this.#addressOf(request)}`);
    });
    const respond = (request: IncomingMessage, response: ServerResponse): void => {
      this.#answering++;
      response.once('close', () => {
        this.#answering--;
        if (this.#closing) this.#closeUnanswered();
      });
      this.#respond(request, response).catch((error: unknown) => {
        this.#log.error({ reason: String(error) }, 'a request failed');
        response.destroy();
      });
    };
    const { certificate } = deps;
    this.#http =
      certificate === undefined ? createServer(respond) : createTlsServer({ ...certificate }, respond);
    this.#http.on('connection', (socket: Duplex) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  async listen(): Promise<number> {
    const { port, host, stunUrls, turnUrls, heartbeatMs } = this.#config;
    this.#http.listen(port, host);
    await once(this.#http, 'listening');
    this.#heartbeat = setInterval(() => {
      const now = this.#now();
      for (const client of this.#clients.values()) client.heartbeat();
      this.#addresses.sweep(now);
    }, heartbeatMs);
    const renewalMs = iceRenewalMs(this.#config);
    this.#renewal = setInterval(
      () => {
        const now = this.#now();
        for (const client of this.#clients.values()) this.#renewIceServers(client, now, renewalMs);
      },
      Math.min(heartbeatMs, renewalMs / 2),
    );
    if (stunUrls.length === 0 && turnUrls.length === 0) {
      this.#log.warn('no STUN_URLS and no TURN_URLS: peers find each other only inside one network');
    }
    const address = this.#http.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    for (const timer of [this.#heartbeat, this.#renewal]) if (timer !== null) clearInterval(timer);
    for (const client of this.#clients.values()) {
      client.send({ type: 'reconnect', afterMs: Math.round(this.#random() * RECONNECT_SPREAD_MS) });
      client.close(1012);
    }
    const closed = once(this.#http, 'close');
    this.#http.close();
    this.#http.closeIdleConnections();
    this.#closeUnanswered();
    const force = setTimeout(() => {
      for (const socket of this.#connections) socket.destroy();
    }, CLOSE_TIMEOUT_MS);
    await closed;
    clearTimeout(force);
  }

  /** Once nobody is being answered any more: what browsers open ahead, and say nothing over, counts as busy otherwise. */
  #closeUnanswered(): void {
    if (this.#answering === 0) this.#http.closeAllConnections();
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path] = (request.url ?? '/').split('?');
    if (path === '/healthz') {
      response.writeHead(this.#closing ? 503 : 200, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(this.#closing ? 'closing' : 'ok');
    } else if (path === '/metrics') {
      const { registry } = this.#metrics;
      response.writeHead(200, { 'Content-Type': registry.contentType });
      response.end(await registry.metrics());
    } else if (path === SIGNAL_PATH) {
      // Had the upgrade arrived, we were not here: a proxy that does not pass it on is told so by its logs.
      response.writeHead(426, { Connection: 'Upgrade', Upgrade: 'websocket' });
      response.end();
    } else if (path === SHARE_TARGET_PATH && request.method === 'POST') {
      // To nowhere, and the page says that nothing arrived; a browser that is still sending would not hear of it.
      await passed(request);
      response.writeHead(303, { Location: '/#received=failed', Connection: 'close' });
      response.end();
    } else if (this.#app !== null) {
      this.#app(request, response);
    } else {
      response.writeHead(404);
      response.end();
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Nobody else listens before `ws` takes over, and an error without a listener ends the process.
    socket.on('error', (error) => this.#log.debug({ reason: error.message }, 'socket failed'));
    const refusal = this.#whyRefused(request);
    if (refusal !== null) {
      refuseUpgrade(socket, refusal);
      return;
    }
    const address = this.#addressOf(request);
    if (!this.#addresses.open(address, this.#now())) {
      this.#refused('too-many-connections');
      refuseUpgrade(socket, '429 Too Many Requests');
      return;
    }
    socket.once('close', () => this.#addresses.close(address));
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#opened(webSocket, request.headers.origin ?? '', address);
    });
  }

  #addressOf({ socket, headers }: IncomingMessage): string {
    const forwarded = headers['x-forwarded-for'];
    return addressOf(
      socket.remoteAddress ?? '',
      Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
      this.#config.trustedProxies,
    );
  }

  /** HTTP status for a socket that is not welcome, else `null`. */
  #whyRefused(request: IncomingMessage): string | null {
    const [path] = (request.url ?? '').split('?');
    if (path !== SIGNAL_PATH) return '404 Not Found';
    if (this.#closing) return '503 Service Unavailable';
    if (this.#isAllowed(request)) return null;
    this.#refused('bad-origin');
    return '403 Forbidden';
  }

  /** Pages of other origins may not speak in their visitors' names; without an Origin it is no page. */
  #isAllowed(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    if (origin === undefined) return true;
    const { allowedOrigins } = this.#config;
    if (allowedOrigins.length > 0) return allowedOrigins.includes(origin);
    return origin === `http://${host}` || origin === `https://${host}`;
  }

  #opened(socket: WebSocket, origin: string, address: string): void {
    const id = this.#nextId++;
    const client = new Client(socket, {
      origin,
      now: this.#now,
      helloTimeoutMs: this.#config.helloTimeoutMs,
      mayReceive: () => this.#addresses.takeMessage(address, this.#now()),
      onWelcomed: (peer) => this.#welcomed(id, client, peer),
      onMessage: (message) => {
        this.#metrics.messages.inc({ type: message.type });
        this.#handle({ type: 'message', connection: id, message });
      },
      onRefused: (code) => this.#refused(code),
      onEnded: () => gone(),
    });
    const gone = () => {
      if (this.#clients.delete(id)) this.#handle({ type: 'closed', connection: id });
    };
    this.#clients.set(id, client);
    socket.on('error', (error) => this.#log.debug({ reason: error.message }, 'socket failed'));
    socket.on('close', gone);
  }

  #welcomed(id: ConnectionId, client: Client, peer: string): void {
    const now = this.#now();
    client.welcomed = { peer, iceServersSentMs: now };
    client.send({
      type: 'welcome',
      id: peer,
      limits: { maxShares: MAX_SHARES_PER_CONNECTION, maxMessageBytes: MAX_PAYLOAD_BYTES },
      iceServers: iceServersFor(this.#config, peer, now),
      heartbeatMs: this.#config.heartbeatMs,
    });
    this.#handle({ type: 'opened', connection: id, peer });
  }

  /** Tabs stay for days and TURN credentials for an hour: new ones are sent while the old ones still hold. */
  #renewIceServers(client: Client, nowMs: number, renewalMs: number): void {
    const { welcomed } = client;
    if (welcomed === null || nowMs - welcomed.iceServersSentMs < renewalMs) return;
    welcomed.iceServersSentMs = nowMs;
    const iceServers = iceServersFor(this.#config, welcomed.peer, nowMs);
    if (iceServers.some(({ credential }) => credential !== undefined)) {
      client.send({ type: 'ice-servers', iceServers });
    }
  }

  #handle(event: HubEvent): void {
    let last: ServerMessage | null = null;
    let text = '';
    for (const { connection, message } of this.#hub.handle(event)) {
      // What many are told is one object: written out once.
      if (message !== last) text = encodeMessage(message);
      last = message;
      this.#clients.get(connection)?.sendText(text);
    }
  }

  #refused(code: string): void {
    this.#metrics.refused.inc({ code });
    this.#log.debug({ code }, 'refused');
  }
}

/** Resolves once it has come, or no more of it is waited for. */
async function passed(request: IncomingMessage): Promise<void> {
  let left = MAX_PASSED_BYTES;
  for await (const chunk of request) {
    left -= (chunk as Buffer).length;
    if (left < 0) return;
  }
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
