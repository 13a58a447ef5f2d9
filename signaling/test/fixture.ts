import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach } from 'vitest';
import { startServer, TestClient } from './harness.ts';

type Server = Awaited<ReturnType<typeof startServer>>;

/** A server for each test of a file, and the clients that talk to it. */
export function testedServer() {
  let server: Server;
  const clients: TestClient[] = [];

  beforeEach(async () => {
    server = await startServer();
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.terminate();
    await server.close();
  });

  return {
    get server(): Server {
      return server;
    },

    /** Another server in place of the one that the test began with. */
    async restart(...options: Parameters<typeof startServer>): Promise<void> {
      await server.close();
      server = await startServer(...options);
    },

    someone(origin?: string): TestClient {
      const client = new TestClient(server, origin);
      clients.push(client);
      return client;
    },

    /** What a server answers to bytes that no well-behaved client would send; resolves when it closes. */
    raw(request: string): Promise<string> {
      return new Promise((resolve) => {
        const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
        socket.write(request);
        let answer = '';
        socket.on('data', (chunk) => {
          answer += String(chunk);
        });
        // It never closes its own half, and notices by writing that the server has let go of it.
        const writing = setInterval(() => socket.write('.'), 5);
        socket.on('close', () => {
          clearInterval(writing);
          resolve(answer);
        });
        socket.on('error', () => undefined);
      });
    },
  };
}

/** HTTP status with which a socket was refused. */
export function refusal(client: TestClient): Promise<number> {
  return new Promise((resolve) => {
    client.socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    client.socket.on('error', () => undefined);
  });
}

/** The same, or 101 for one that was not. */
export function refusalOrOpen(client: TestClient): Promise<number> {
  return Promise.race([refusal(client), once(client.socket, 'open').then(() => 101)]);
}
