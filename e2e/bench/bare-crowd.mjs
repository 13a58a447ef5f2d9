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
    // Everyone listens before anyone sends: what comes to a channel that nobody listens to is lost.
    await Promise.all(tabs.map((tab) => tab.evaluate(listen, plan)));
    const [seed, ...rest] = tabs;
    const spans = rest.map((tab) => tab.evaluate(() => globalThis.bench.run()));
    await seed?.evaluate(() => globalThis.bench.send());
    return Promise.all(spans);
  });
}

/** Runs in each tab, before any has a connection. */
function prepare() {
  const connections = new Map();
  const links = [];
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
    const channel = connection.createDataChannel('bench', { negotiated: true, id: 0 });
    channel.binaryType = 'arraybuffer';
    links.push({ id, channel });
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
    open: async () => {
      for (const { channel } of links)
        if (channel.readyState !== 'open')
          await new Promise((resolve, reject) => {
            channel.onopen = resolve;
            channel.onclose = () => reject(new Error('a channel closed before it was open'));
          });
    },
  };
}

/**
 * Runs in each tab. What is sent is acknowledged message by message, with a 1 once it is enough. `bench.send()` sends to every
 * downloader in turn what the limit and the window of each link allow, until all have enough; `bench.run()` does so as well, and
 * resolves when this one has.
 */
function listen({ length, uploadLimit, message, window }) {
  const now = () => performance.timeOrigin + performance.now();
  const data = new Uint8Array(message);
  const { bench } = globalThis;
  const receivers = bench.links.filter(({ id }) => id !== 0);
  const underWay = new Map(receivers.map((link) => [link, 0]));
  let received = 0;
  let allowed = 0;
  let lastMs = 0;
  let turn = 0;
  let enough = () => undefined;
  const tick = () => {
    allowed = Math.min(allowed + ((now() - lastMs) * uploadLimit) / 1000, uploadLimit);
    lastMs = now();
    for (let tried = 0; allowed >= message && tried < receivers.length; tried++) {
      const link = receivers[turn++ % receivers.length];
      const bytes = underWay.get(link) + message;
      // Not a number where this one has enough.
      if (!(bytes <= window)) continue;
      link.channel.send(data);
      underWay.set(link, bytes);
      allowed -= message;
      tried = -1;
    }
    if (underWay.size > 0) setTimeout(tick, 10);
  };
  for (const link of bench.links)
    link.channel.onmessage = ({ data: got }) => {
      if (got.byteLength > 1) {
        received += got.byteLength;
        link.channel.send(new Uint8Array([received < length ? 0 : 1]));
        if (received >= length) enough();
      } else if (new Uint8Array(got)[0] === 1) underWay.delete(link);
      else if (underWay.has(link)) underWay.set(link, underWay.get(link) - message);
    };
  bench.send = () => {
    lastMs = now();
    tick();
  };
  bench.run = () =>
    new Promise((resolve) => {
      const start = now();
      enough = () => resolve({ start, end: now() });
      bench.send();
    });
}
