import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import type { Certificate } from './certificates.ts';

export interface ProxyOptions {
  /** Port of the server behind it. */
  readonly to: number;
  /** It speaks TLS. */
  readonly certificate?: Certificate;
  readonly passesUpgrade?: boolean;
  /** Headers of its own, in place of the visitor's; `null` drops one. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Answers of its own, by path. */
  readonly answers?: Readonly<Record<string, { status: number; type?: string; body?: string }>>;
  /** The address it calls the server from. */
  readonly from?: string;
  /** It adds the visitor to X-Forwarded-For. */
  readonly addsVisitor?: boolean;
}

/** A reverse proxy as an operator might set one up, rightly or wrongly. */
export class ReverseProxy {
  readonly port: number;
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async start(options: ProxyOptions): Promise<ReverseProxy> {
    const { certificate } = options;
    const server =
      certificate === undefined
        ? createServer()
        : createTlsServer({ cert: readFileSync(certificate.cert), key: readFileSync(certificate.key) });
    const upstream = { host: '127.0.0.1', port: options.to, localAddress: options.from ?? '127.0.0.1' };
    server.on('request', (incoming: IncomingMessage, response) => {
      const own = options.answers?.[incoming.url ?? ''];
      if (own !== undefined) {
        response.writeHead(own.status, { 'Content-Type': own.type ?? 'text/plain' }).end(own.body);
        return;
      }
      const onward = { ...upstream, path: incoming.url, method: incoming.method };
      const call = request({ ...onward, headers: headersFor(incoming, options) }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      call.on('error', () => response.writeHead(502).end());
      incoming.pipe(call);
    });
    if (options.passesUpgrade !== false) {
      server.on('upgrade', (incoming: IncomingMessage, socket, head) => {
        const onward = connect(upstream, () => {
          const lines = Object.entries(headersFor(incoming, options)).map(
            ([name, value]) => `${name}: ${value}`,
          );
          onward.write([`GET ${incoming.url} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
          onward.write(head);
          onward.pipe(socket).pipe(onward);
        });
        for (const end of [onward, socket])
          end.on('error', () => [onward, socket].map((each) => each.destroy()));
      });
    }
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    return new ReverseProxy(server, address.port);
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

function headersFor(incoming: IncomingMessage, options: ProxyOptions): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = String(value);
  }
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value === null) delete headers[name];
    else headers[name] = value;
  }
  if (options.passesUpgrade === false) {
    delete headers.upgrade;
    headers.connection = 'close';
  }
  if (options.addsVisitor === true) {
    const before = headers['x-forwarded-for'];
    const visitor = incoming.socket.remoteAddress ?? '';
    headers['x-forwarded-for'] = before === undefined ? visitor : `${before}, ${visitor}`;
  }
  return headers;
}
