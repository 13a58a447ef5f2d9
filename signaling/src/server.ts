import { once } from 'node:events';
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type ConnectionId,
  Hub,
  type HubEvent,
  MAX_SHARES_PER_CONNECTION,
} from '@flockdrop/shared/signaling';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { Client } from './client.ts';
import type { Config } from './config.ts';
import { iceServersFor } from './ice.ts';
import { AddressLimits, addressOf, MAX_PAYLOAD_BYTES } from './limits.ts';
import { Metrics } from './metrics.ts';
import { serveApp } from './static.ts';

const SIGNAL_PATH = '/signal';
/** Clients come back after a random part of this, so that a restarted server is not met by all at once. */
const RECONNECT_SPREAD_MS = 3_000;
const CLOSE_TIMEOUT_MS = 5_000;

export interface ServerDeps {
  readonly log: Logger;
  /** Folder of the built app; `null` serves none. */
  readonly appDirectory: string | null;
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
  readonly #addresses = new AddressLimits();
  readonly #metrics: Metrics;
  readonly #app: ((request: IncomingMessage, response: ServerResponse) => void) | null;
  #nextId: ConnectionId = 1;
  #heartbeat: NodeJS.Timeout | null = null;
  #closing = false;

  constructor(config: Config, deps: ServerDeps) {
    this.#config = config;
    this.#log = deps.log;
    this.#now = deps.now ?? Date.now;
    this.#random = deps.random ?? Math.random;
    this.#hub = new Hub(this.#random);
    this.#metrics = new Metrics(() => ({ sockets: this.#clients.size, ...this.#hub.counts }));
    this.#app = deps.appDirectory === null ? null : serveApp(deps.appDirectory);
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: MAX_PAYLOAD_BYTES,
      perMessageDeflate: false,
      clientTracking: false,
    });
    this.#http = createServer((request, response) => void this.#respond(request, response));
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  async listen(): Promise<number> {
    const { port, host, stunUrls, turnUrls, heartbeatMs } = this.#config;
    this.#http.listen(port, host);
    await once(this.#http, 'listening');
    this.#heartbeat = setInterval(() => {
      for (const client of this.#clients.values()) client.heartbeat();
      this.#addresses.sweep(this.#now());
    }, heartbeatMs);
    if (stunUrls.length === 0 && turnUrls.length === 0) {
      this.#log.warn('no STUN_URLS and no TURN_URLS: peers find each other only inside one network');
    }
    const address = this.#http.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    for (const client of this.#clients.values()) {
      client.send({ type: 'reconnect', afterMs: Math.round(this.#random() * RECONNECT_SPREAD_MS) });
      client.close(1012);
    }
    const closed = once(this.#http, 'close');
    this.#http.close();
    this.#http.closeIdleConnections();
    const force = setTimeout(() => {
      for (const client of this.#clients.values()) client.terminate();
      this.#http.closeAllConnections();
    }, CLOSE_TIMEOUT_MS);
    await closed;
    clearTimeout(force);
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
    } else if (this.#app !== null) {
      this.#app(request, response);
    } else {
      response.writeHead(404);
      response.end();
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = this.#whyRefused(request);
    if (refusal !== null) {
      refuseUpgrade(socket, refusal);
      return;
    }
    const forwarded = request.headers['x-forwarded-for'];
    const address = addressOf(
      request.socket.remoteAddress ?? '',
      Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
      this.#config.trustedProxies,
    );
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
    });
    this.#clients.set(id, client);
    socket.on('error', (error) => this.#log.debug({ reason: error.message }, 'socket failed'));
    socket.on('close', () => {
      this.#clients.delete(id);
      this.#handle({ type: 'closed', connection: id });
    });
  }

  #welcomed(id: ConnectionId, client: Client, peer: string): void {
    client.send({
      type: 'welcome',
      id: peer,
      limits: { maxShares: MAX_SHARES_PER_CONNECTION, maxMessageBytes: MAX_PAYLOAD_BYTES },
      iceServers: iceServersFor(this.#config, peer, this.#now()),
      heartbeatMs: this.#config.heartbeatMs,
    });
    this.#handle({ type: 'opened', connection: id, peer });
  }

  #handle(event: HubEvent): void {
    for (const { connection, message } of this.#hub.handle(event))
      this.#clients.get(connection)?.send(message);
  }

  #refused(code: string): void {
    this.#metrics.refused.inc({ code });
    this.#log.debug({ code }, 'refused');
  }
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
