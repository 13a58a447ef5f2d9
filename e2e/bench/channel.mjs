// A bare RTCDataChannel between two tabs: the most that a browser gives. No hashing, no storage, the file in memory.
import { withTwoTabs } from './tabs.mjs';

const MESSAGE_BYTES = 64 * 1024;
const HIGH_WATER_BYTES = 1024 * 1024;
const LOW_WATER_BYTES = 256 * 1024;

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {{ pages: string, file: string, length: number }} options
 * @returns {Promise<{ ms: number }>} from the receiver's word to its last byte
 */
export function transfer(browser, { pages, file, length }) {
  return withTwoTabs(browser, async (a, b) => {
    await Promise.all([a.goto(pages), b.goto(pages)]);
    await a.locator('input').setInputFiles(file);
    const offer = await a.evaluate(prepareSender, {
      message: MESSAGE_BYTES,
      high: HIGH_WATER_BYTES,
      low: LOW_WATER_BYTES,
    });
    const answer = await b.evaluate(prepareReceiver, offer);
    await a.evaluate((sdp) => globalThis.bench.setRemoteDescription({ type: 'answer', sdp }), answer);
    return { ms: await b.evaluate(receive, length) };
  });
}

/** Runs in the sender's tab. Resolves to an offer with its candidates; sends when the receiver asks. */
async function prepareSender({ message, high, low }) {
  const bytes = new Uint8Array(await document.querySelector('input').files[0].arrayBuffer());
  const connection = new RTCPeerConnection();
  globalThis.bench = connection;
  const channel = connection.createDataChannel('bench');
  channel.bufferedAmountLowThreshold = low;
  let offset = 0;
  const pump = () => {
    for (; offset < bytes.length && channel.bufferedAmount < high; offset += message)
      channel.send(bytes.subarray(offset, offset + message));
  };
  channel.onbufferedamountlow = pump;
  channel.onmessage = pump;
  await connection.setLocalDescription();
  while (connection.iceGatheringState !== 'complete')
    await new Promise((resolve) =>
      connection.addEventListener('icegatheringstatechange', resolve, { once: true }),
    );
  return connection.localDescription.sdp;
}

/** Runs in the receiver's tab. Resolves to an answer with its candidates. */
async function prepareReceiver(offer) {
  const connection = new RTCPeerConnection();
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
async function receive(length) {
  const channel = await globalThis.channel;
  channel.binaryType = 'arraybuffer';
  return new Promise((resolve, reject) => {
    let received = 0;
    const start = performance.now();
    channel.onmessage = ({ data }) => {
      received += data.byteLength;
      if (received === length) resolve(performance.now() - start);
    };
    channel.onclose = () => reject(new Error(`the channel closed after ${received} bytes`));
    if (channel.readyState === 'open') channel.send('go');
    else channel.onopen = () => channel.send('go');
  });
}
