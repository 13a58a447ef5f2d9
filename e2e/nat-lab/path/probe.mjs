// What a path is proven with: `node probe.mjs serve` says its port, takes in what comes by TCP and sends back what comes by
// UDP. `stream <address> <port> <bytes>` sends that much through one TCP connection and prints the milliseconds until the
// other side had it all; `ping <address> <port> <count>` prints how many datagrams came back, and their median round trip.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const CHUNK_BYTES = 64 * 1024;
/** Datagrams sent together: few enough to fit into any queue. */
const BURST = 20;
const BURST_EVERY_MS = 5;
/** Longer than any round trip that is emulated. */
const LAST_WAIT_MS = 1_000;

const [role, address = '', port, amount] = process.argv.slice(2);

if (role === 'serve') await serve();
else if (role === 'stream') console.log(String(await stream(Number(amount))));
else console.log(JSON.stringify(await ping(Number(amount))));

async function serve() {
  const server = createServer((socket) => {
    socket.resume();
    socket.once('end', () => socket.end('all'));
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const echo = createSocket('udp4', (bytes, from) => echo.send(bytes, from.port, from.address));
  echo.bind(port, '0.0.0.0');
  await once(echo, 'listening');
  console.log(String(port));
}

/** @param {number} length */
async function stream(length) {
  const socket = connect(Number(port), address);
  await once(socket, 'connect');
  const start = performance.now();
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let left = length; left > 0; left -= chunk.length) {
    if (!socket.write(left < chunk.length ? chunk.subarray(0, left) : chunk)) await once(socket, 'drain');
  }
  socket.end();
  await once(socket.resume(), 'end');
  return performance.now() - start;
}

/** @param {number} count */
async function ping(count) {
  /** @type {number[]} */
  const trips = [];
  const socket = createSocket('udp4', (bytes) => trips.push(performance.now() - bytes.readDoubleLE()));
  for (let sent = 0; sent < count; sent += BURST) {
    for (let nth = sent; nth < Math.min(sent + BURST, count); nth++) {
      const stamp = Buffer.alloc(64);
      stamp.writeDoubleLE(performance.now());
      socket.send(stamp, Number(port), address);
    }
    await new Promise((resolve) => setTimeout(resolve, BURST_EVERY_MS));
  }
  await new Promise((resolve) => setTimeout(resolve, LAST_WAIT_MS));
  socket.close();
  trips.sort((a, b) => a - b);
  return { sent: count, back: trips.length, rttMs: trips[trips.length >> 1] };
}
