// The least that opening a link can take: a page that does nothing but make one channel, through a server that does
// nothing but pass on what two pages say, and take the bytes. It has no app to load, no hashes, no store and nothing to show.
import { randomUUID } from 'node:crypto';
import { WebSocketServer } from 'ws';
import { withTwoTabs } from './tabs.mjs';

const MESSAGE_BYTES = 64 * 1024;

/**
 * @param {import('./tabs.mjs').Browser} browser
 * @param {{ pages: string, file: string, length: number, iceServers?: RTCIceServer[] }} options `file` goes into the
 *   channel at once, so it has to be small
 * @returns {Promise<{ ms: number, firstMs: number }>} from the navigation to the last byte, and to the first message
 */
export function openBare(browser, { pages, file, length, iceServers = [] }) {
  return withTwoTabs(browser, async (a, b) => {
    const query = new URLSearchParams({ room: randomUUID(), ice: JSON.stringify(iceServers) });
    await a.goto(`${pages}/?${query}`);
    await a.locator('input').setInputFiles(file);
    await a.evaluate(give, MESSAGE_BYTES);
    query.set('length', String(length));
    await b.goto(`${pages}/bare?${query}`);
    return b.evaluate(() => globalThis.benchOpened);
  });
}

/** @param {import('node:http').Server} server whose pages of one room hear each other at `/signal` */
export function passSignals(server) {
  /** @type {Map<string, Set<import('ws').WebSocket>>} */
  const rooms = new Map();
  new WebSocketServer({ server, path: '/signal' }).on('connection', (socket, request) => {
    const room = new URL(request.url ?? '', 'http://bench.invalid').searchParams.get('room') ?? '';
    const sockets = rooms.get(room) ?? new Set();
    rooms.set(room, sockets.add(socket));
    socket.on('message', (data) => {
      for (const other of sockets) if (other !== socket) other.send(String(data));
    });
    socket.on('close', () => sockets.delete(socket));
  });
}

/** Runs in the sharing tab: resolves when it hears who comes, and then gives the file to whoever asks. */
async function give(message) {
  const bytes = new Uint8Array(await document.querySelector('input').files[0].arrayBuffer());
  const iceServers = JSON.parse(new URLSearchParams(location.search).get('ice'));
  const socket = new WebSocket(`ws://${location.host}/signal${location.search}`);
  const say = (signal) => socket.send(JSON.stringify(signal));
  const connection = new RTCPeerConnection({ iceServers });
  globalThis.bench = connection;
  // A candidate that comes before its description is lost.
  let described = () => undefined;
  const isDescribed = new Promise((resolve) => {
    described = resolve;
  });
  connection.onicecandidate = ({ candidate }) => candidate && isDescribed.then(() => say({ candidate }));
  connection.ondatachannel = ({ channel }) => {
    // Given as soon as it opens here, 2 of some 160 runs hung, the one that was looked into for want of the first message;
    // none of 150 did once whoever takes it asks for it.
    channel.onmessage = () => {
      for (let offset = 0; offset < bytes.length; offset += message)
        channel.send(bytes.subarray(offset, offset + message));
    };
  };
  socket.onmessage = async ({ data }) => {
    const { description, candidate } = JSON.parse(data);
    if (candidate !== undefined) {
      await connection.addIceCandidate(candidate);
      return;
    }
    await connection.setRemoteDescription(description);
    await connection.setLocalDescription();
    say({ description: connection.localDescription });
    described();
  };
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
}

/** Runs in the receiving tab, as the page's only script. */
function take() {
  const query = new URLSearchParams(location.search);
  const socket = new WebSocket(`ws://${location.host}/signal${location.search}`);
  const isOpen = new Promise((resolve) => {
    socket.onopen = resolve;
  });
  const say = (signal) => isOpen.then(() => socket.send(JSON.stringify(signal)));
  const connection = new RTCPeerConnection({ iceServers: JSON.parse(query.get('ice')) });
  socket.onmessage = ({ data }) => {
    const { description, candidate } = JSON.parse(data);
    if (candidate === undefined) connection.setRemoteDescription(description);
    else connection.addIceCandidate(candidate);
  };
  const channel = connection.createDataChannel('bench');
  channel.binaryType = 'arraybuffer';
  channel.onopen = () => channel.send('all of it');
  globalThis.benchOpened = new Promise((resolve) => {
    const length = Number(query.get('length'));
    let received = 0;
    let firstMs = 0;
    channel.onmessage = ({ data }) => {
      if (received === 0) firstMs = performance.now();
      received += data.byteLength;
      if (received === length) resolve({ ms: performance.now(), firstMs });
    };
  });
  const isOffered = connection
    .setLocalDescription()
    .then(() => say({ description: connection.localDescription }));
  connection.onicecandidate = ({ candidate }) => candidate && isOffered.then(() => say({ candidate }));
}

/** What follows the page's head at `/bare`. */
export const BARE_PAGE = `<script type=module>(${take})()</script>`;
