// The bound: a bare RTCDataChannel, 64 KiB messages, a bounded send buffer, no storage and no hashing.
import { withTwo } from './pages.mjs';

const MESSAGE_BYTES = 64 * 1024;
const HIGH_WATER_BYTES = 1024 * 1024;
const LOW_WATER_BYTES = 256 * 1024;

/**
 * Milliseconds from the offer to the last byte: like the others, it includes making the connection.
 * @param {{ browser: import('@playwright/test').Browser, pages: string, bytes: number }} options
 */
export function transferChannel({ browser, pages, bytes }) {
  return withTwo(browser, async (ada, ben) => {
    await Promise.all([ada.goto(pages), ben.goto(pages)]);
    await ben.evaluate(prepareReceiver, bytes);
    const begun = performance.now();
    const offer = await ada.evaluate(makeOffer);
    const answer = await ben.evaluate(takeOffer, offer);
    await Promise.all([
      ada.evaluate(takeAnswerAndSend, { answer, bytes, MESSAGE_BYTES, HIGH_WATER_BYTES, LOW_WATER_BYTES }),
      ben.evaluate(() => /** @type {any} */ (globalThis).received),
    ]);
    return performance.now() - begun;
  });
}

/** In the page. @param {number} bytes */
function prepareReceiver(bytes) {
  const connection = new RTCPeerConnection();
  let got = 0;
  const received = new Promise((resolve) => {
    connection.ondatachannel = ({ channel }) => {
      channel.binaryType = 'arraybuffer';
      channel.onmessage = ({ data }) => {
        got += data.byteLength;
        if (got >= bytes) resolve(true);
      };
    };
  });
  Object.assign(globalThis, { connection, received });
}

/** In the page. All candidates go along: the two have no server between them. */
async function makeOffer() {
  const connection = new RTCPeerConnection();
  const channel = connection.createDataChannel('bench', { ordered: true });
  Object.assign(globalThis, { connection, channel });
  const gathered = new Promise((resolve) => {
    connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve(true);
  });
  await connection.setLocalDescription(await connection.createOffer());
  await gathered;
  return connection.localDescription?.toJSON();
}

/** In the page. @param {any} offer */
async function takeOffer(offer) {
  /** @type {RTCPeerConnection} */
  const connection = /** @type {any} */ (globalThis).connection;
  const gathered = new Promise((resolve) => {
    connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve(true);
  });
  await connection.setRemoteDescription(offer);
  await connection.setLocalDescription(await connection.createAnswer());
  await gathered;
  return connection.localDescription?.toJSON();
}

/** In the page. @param {any} options */
async function takeAnswerAndSend({ answer, bytes, MESSAGE_BYTES, HIGH_WATER_BYTES, LOW_WATER_BYTES }) {
  const { connection, channel } = /** @type {any} */ (globalThis);
  await connection.setRemoteDescription(answer);
  if (channel.readyState !== 'open') {
    await new Promise((resolve) => {
      channel.onopen = resolve;
    });
  }
  channel.bufferedAmountLowThreshold = LOW_WATER_BYTES;
  const message = new Uint8Array(MESSAGE_BYTES);
  for (let sent = 0; sent < bytes; sent += MESSAGE_BYTES) {
    if (channel.bufferedAmount >= HIGH_WATER_BYTES) {
      await new Promise((resolve) => {
        channel.onbufferedamountlow = resolve;
      });
    }
    channel.send(message);
  }
}
