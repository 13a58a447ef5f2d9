// An RTCDataChannel between two tabs with nothing around it: no hashing, no storage, the file in memory. Bare, it is held
// back by its send buffer alone, as the requirement has it; that is not the most a browser gives, because SCTP then
// overruns its path at times (docs/decisions/0005). With a window, the receiver also acknowledges, which keeps it fast.
import { justRun, withTwoTabs } from './tabs.mjs';

const MESSAGE_BYTES = 64 * 1024;
const HIGH_WATER_BYTES = 1024 * 1024;
const LOW_WATER_BYTES = 256 * 1024;
/** Sent and not yet acknowledged: the fastest of the windows measured for decision 0005. */
export const WINDOW_BYTES = 512 * 1024;

/**
 * @param {import('./tabs.mjs').Browser} browser
 * @param {{
 *   pages: string, file: string, length: number, window?: number, rtc?: RTCConfiguration,
 *   watch?: import('./tabs.mjs').Watch,
 * }} options `window`: bytes that may be on their way without the receiver's word; without it only the send buffer holds
 *   the sender back. `rtc`: how the sender connects; the receiver has the same servers. `watch`: is told of the tabs and
 *   runs the transfer
 * @returns {Promise<{ ms: number }>} from the receiver's word to its last byte
 */
export function transfer(browser, { pages, file, length, window, rtc = {}, watch = justRun }) {
  return withTwoTabs(browser, async (a, b) => {
    await Promise.all([a.goto(pages), b.goto(pages)]);
    await a.locator('input').setInputFiles(file);
    const offer = await a.evaluate(prepareSender, {
      message: MESSAGE_BYTES,
      high: HIGH_WATER_BYTES,
      low: LOW_WATER_BYTES,
      window,
      rtc,
    });
    const answer = await b.evaluate(prepareReceiver, { offer, iceServers: rtc.iceServers });
    await a.evaluate((sdp) => globalThis.bench.setRemoteDescription({ type: 'answer', sdp }), answer);
    const acknowledges = window !== undefined;
    return {
      ms: await watch({ sharing: a, receiving: b }, () => b.evaluate(receive, { length, acknowledges })),
    };
  });
}

/**
 * Runs in the sender's tab. Resolves to an offer with its candidates. Each message of the receiver says how many bytes it
 * has, and the first one, 0, begins it all.
 */
async function prepareSender({ message, high, low, rtc, window = Number.POSITIVE_INFINITY }) {
  const bytes = new Uint8Array(await document.querySelector('input').files[0].arrayBuffer());
  const connection = new RTCPeerConnection(rtc);
  globalThis.bench = connection;
  const channel = connection.createDataChannel('bench');
  channel.bufferedAmountLowThreshold = low;
  let offset = 0;
  let acknowledged = 0;
  const maySend = () => channel.bufferedAmount < high && offset - acknowledged < window;
  const pump = () => {
    for (; offset < bytes.length && maySend(); offset += message)
      channel.send(bytes.subarray(offset, offset + message));
  };
  channel.onbufferedamountlow = pump;
  channel.onmessage = ({ data }) => {
    acknowledged = Number(data);
    pump();
  };
  await connection.setLocalDescription();
  while (connection.iceGatheringState !== 'complete')
    await new Promise((resolve) =>
      connection.addEventListener('icegatheringstatechange', resolve, { once: true }),
    );
  return connection.localDescription.sdp;
}

/** Runs in the receiver's tab. Resolves to an answer with its candidates. */
async function prepareReceiver({ offer, iceServers }) {
  const connection = new RTCPeerConnection({ iceServers });
  globalThis.channel = new Promise((resolve) => {
    connection.ondatachannel = ({ channel }) => resolve(channel);
  });
  await connection.setRemoteDescription({ type: 'offer', sdp: offer });
  await connection.setLocalDescription();
  while (connection.iceGatheringState !== 'complete')
    await new Promise((resolve) =>
      connection.addEventListener('icegatheringstatechange', resolve, { once: true }),
    );
  return connection.localDescription.sdp;
}

/** Runs in the receiver's tab. */
async function receive({ length, acknowledges }) {
  const channel = await globalThis.channel;
  channel.binaryType = 'arraybuffer';
  return new Promise((resolve, reject) => {
    let received = 0;
    const start = performance.now();
    channel.onmessage = ({ data }) => {
      received += data.byteLength;
      if (received === length) resolve(performance.now() - start);
      else if (acknowledges) channel.send(String(received));
    };
    channel.onclose = () => reject(new Error(`the channel closed after ${received} bytes`));
    const begin = () => channel.send('0');
    if (channel.readyState === 'open') begin();
    else channel.onopen = begin;
  });
}
