// The least that a flash crowd can take on this machine: as many tabs, all joined by channels, send as much at the same limits,
// with nothing around it: no pieces to choose, no hashes, no store, nothing to show. Nobody waits until somebody has what
// he is asked for, and connecting is over before it begins.
import { WINDOW_BYTES } from './channel.mjs';
import { withTabs } from './tabs.mjs';

const MESSAGE_BYTES = 64 * 1024;

/**
 * @param {import('./tabs.mjs').Browser} browser
 * @param {{ pages: string, length: number, downloaders: number, uploadLimit: number }} options `length`: what each downloader
 *   is to get, bytes; `uploadLimit`: of each tab, bytes/s
 * @returns {Promise<{ start: number, end: number }[]>} of each downloader, ms by the wall clock
 */
export function bareCrowd(browser, { pages, length, downloaders, uploadLimit }) {
  return withTabs(browser, 1 + downloaders, async (tabs) => {
    await Promise.all(tabs.map((tab) => tab.goto(pages)));
    await Promise.all(tabs.map((tab) => tab.evaluate(prepare)));
    for (const [from, a] of tabs.entries())
      for (const [to, b] of tabs.entries()) {
        if (to <= from) continue;
        const offer = await a.evaluate((id) => globalThis.bench.offer(id), to);
        const answer = await b.evaluate(([id, sdp]) => globalThis.bench.answer(id, sdp), [from, offer]);
        await a.evaluate(([id, sdp]) => globalThis.bench.accept(id, sdp), [to, answer]);
      }
    await Promise.all(tabs.map((tab) => tab.evaluate(() => globalThis.bench.open())));
    const plan = { length, uploadLimit, message: MESSAGE_BYTES, window: WINDOW_BYTES };
    const spans = await Promise.all(tabs.map((tab, id) => tab.evaluate(run, { ...plan, isSeed: id === 0 })));
    return spans.slice(1);
  });
}

/** Runs in each tab, before any has a connection. */
function prepare() {
  const connections = new Map();
  const links = [];
  const link = (id, channel) => {
    channel.binaryType = 'arraybuffer';
    links.push({ id, channel });
  };
  const describe = async (connection) => {
    await connection.setLocalDescription();
    while (connection.iceGatheringState !== 'complete')
      await new Promise((resolve) =>
        connection.addEventListener('icegatheringstatechange', resolve, { once: true }),
      );
    return connection.localDescription.sdp;
  };
  const connect = (id) => {
    const connection = new RTCPeerConnection();
    connections.set(id, connection);
    // One that both sides know beforehand: it needs no announcing.
    link(id, connection.createDataChannel('bench', { negotiated: true, id: 0 }));
    return connection;
  };
  globalThis.bench = {
    links,
    offer: (id) => describe(connect(id)),
    answer: async (id, sdp) => {
      const connection = connect(id);
      await connection.setRemoteDescription({ type: 'offer', sdp });
      return describe(connection);
    },
    accept: (id, sdp) => connections.get(id).setRemoteDescription({ type: 'answer', sdp }),
    open: () =>
      Promise.all(
        links.map(
          ({ channel }) =>
            channel.readyState === 'open' ||
            new Promise((resolve) => channel.addEventListener('open', resolve)),
        ),
      ).then(() => undefined),
  };
}

/**
 * Runs in each tab: sends to every downloader in turn what its limit and the window of the link allow, until each has said that
 * it has enough. Resolves when this one has. What is sent is acknowledged message by message, with a 1 once it is enough.
 */
function run({ length, uploadLimit, message, window, isSeed }) {
  const now = () => performance.timeOrigin + performance.now();
  const start = now();
  const data = new Uint8Array(message);
  const receivers = globalThis.bench.links.filter(({ id }) => id !== 0);
  const underWay = new Map(receivers.map((link) => [link, 0]));
  let received = 0;
  let allowed = 0;
  let lastMs = start;
  let turn = 0;
  const pump = () => {
    allowed = Math.min(allowed + ((now() - lastMs) * uploadLimit) / 1000, uploadLimit / 4);
    lastMs = now();
    for (let tried = 0; allowed >= message && tried < receivers.length; tried++) {
      const link = receivers[turn++ % receivers.length];
      const bytes = underWay.get(link) + message;
      if (!(bytes <= window)) continue;
      link.channel.send(data);
      underWay.set(link, bytes);
      allowed -= message;
      tried = -1;
    }
    if (underWay.size > 0) setTimeout(pump, 10);
  };
  return new Promise((resolve) => {
    for (const link of globalThis.bench.links)
      link.channel.onmessage = ({ data: got }) => {
        if (got.byteLength === 1) {
          if (new Uint8Array(got)[0] === 1) underWay.delete(link);
          else if (underWay.has(link)) underWay.set(link, underWay.get(link) - message);
          return;
        }
        received += got.byteLength;
        link.channel.send(new Uint8Array([received < length ? 0 : 1]));
        if (received >= length) resolve({ start, end: now() });
      };
    if (isSeed) resolve({ start, end: start });
    pump();
  });
}
