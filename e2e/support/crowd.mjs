// A crowd of strangers in one tab: each with a key, a socket to the meeting server and a real WebRTC link to one peer.
// They speak the peer wire of docs/PROTOCOL.md and know nothing of the app's code. They hold no data: each says which
// pieces it has, whole MiB of them, gets the next one now and then, wants some itself, and takes a block when it is allowed to. They never
// unchoke, so that nobody can find out.

/** @typedef {import('@playwright/test').Page} Page */

/** The page counts everyone who was let in as soon as it is drawn the next time. */
const COUNTED_MS = 60_000;

/**
 * @param {Page} strangers a tab for them
 * @param {{ app: string, sharer: Page, receiver: Page, count: number, everyMs: number }} options `receiver` fetches from
 *   `sharer` and has come so far as to know the pieces; it is whom the strangers meet. `everyMs`: how often one of them
 *   gets a piece and wants another
 * @returns {Promise<void>} when all of them are connected
 */
export async function gather(strangers, { app, sharer, receiver, count, everyMs }) {
  const row = sharer.locator('[data-testid=peer-row]:not([data-connection=connecting])');
  const toMeet = (await row.first().getAttribute('data-peer')) ?? '';
  const infoHash = (await receiver.getByTestId('share').getAttribute('data-infohash')) ?? '';
  await receiver.getByTestId('piece-map').waitFor();
  const pieces = await receiver.evaluate(piecesOnPage);
  const length = await receiver
    .getByTestId('file-row')
    .evaluateAll((rows) => rows.reduce((sum, row) => sum + Number(row.getAttribute('data-length')), 0));
  const run = Math.max(1, Math.round((pieces * 2 ** 20) / length));
  // Nothing of the app runs there, and its origin is the app's.
  await strangers.goto(`${app}healthz`);
  await strangers.evaluate(crowd, { infoHash, pieces, run, strangers: count, toMeet, everyMs });
  try {
    await receiver.locator(`[data-testid=share][data-peers="${count + 1}"]`).waitFor({ timeout: COUNTED_MS });
  } catch {
    const peers = await receiver.getByTestId('share').getAttribute('data-peers');
    const state = await strangers.evaluate(() => JSON.stringify(globalThis.benchCrowd));
    throw new Error(`the page counts ${peers} peers; the ${count} strangers: ${state}`);
  }
}

/** Runs in the tab. As many as the page says that there are: `12 of 1,200 pieces here`. */
function piecesOnPage() {
  const words = document.querySelector('[data-testid=piece-map]')?.parentElement?.textContent ?? '';
  const [, pieces] = /of ([\d,]+) pieces/.exec(words) ?? [];
  if (pieces === undefined) throw new Error('the page does not say how many pieces there are');
  return Number(pieces.replaceAll(',', ''));
}

/**
 * Runs in the tab.
 * @param {{ infoHash: string, pieces: number, run: number, strangers: number, toMeet: number, everyMs: number }} options `infoHash`:
 *   v2, hex. `run`: pieces in a MiB. `toMeet`: who is there already, and is dialed by each stranger
 */
function crowd({ infoHash, pieces, run, strangers, toMeet, everyMs }) {
  const hash = Uint8Array.from(infoHash.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const state = { ready: 0, blocks: 0, haves: 0, closed: 0 };
  Object.assign(globalThis, { benchCrowd: state });
  const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);
  /** @param {...(Uint8Array | string)} parts */
  const joined = (...parts) => {
    const all = parts.map((part) => (typeof part === 'string' ? bytes(part) : part));
    const whole = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of all) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  };
  /** Each part after its length, two bytes. @param {...(Uint8Array | string)} parts */
  const framed = (...parts) =>
    joined(
      ...parts.flatMap((part) => {
        const data = typeof part === 'string' ? bytes(part) : part;
        return [Uint8Array.of(data.length >> 8, data.length & 0xff), data];
      }),
    );
  const base64url = (/** @type {Uint8Array} */ data) =>
    btoa(String.fromCharCode(...data))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/=+$/, '');
  /** One message of BEP 3. @param {number} id @param {...(Uint8Array | string)} parts */
  const message = (id, ...parts) => {
    const payload = joined(...parts);
    const frame = new Uint8Array(5 + payload.length);
    new DataView(frame.buffer).setUint32(0, 1 + payload.length);
    frame[4] = id;
    frame.set(payload, 5);
    return frame;
  };
  const number = (/** @type {number} */ value) => {
    const four = new Uint8Array(4);
    new DataView(four.buffer).setUint32(0, value);
    return four;
  };
  const fingerprint = (/** @type {string} */ sdp) => {
    const hex = /a=fingerprint:sha-256 ([0-9A-F:]+)/i.exec(sdp)?.[1] ?? '';
    return Uint8Array.from(hex.split(':'), (byte) => Number.parseInt(byte, 16));
  };
  const AUTH_ID = 7;

  class Stranger {
    /** @param {number} nth @param {CryptoKeyPair} keys @param {Uint8Array} publicKey */
    constructor(nth, keys, publicKey) {
      this.nth = nth;
      this.keys = keys;
      this.publicKey = publicKey;
      this.connection = new RTCPeerConnection();
      this.name = crypto.randomUUID();
      this.buffer = new Uint8Array();
      this.isGreeted = false;
      this.authId = 0;
      this.isProven = false;
      this.mayAsk = false;
      this.next = (nth * run) % pieces;
      this.to = '';
      /** @type {Promise<void>} the other side's description is known: on a busy machine the channel may open before that */
      this.answer = new Promise((resolve) => {
        this.answered = resolve;
      });
    }

    /** @param {Uint8Array} data */
    async sign(data) {
      return new Uint8Array(await crypto.subtle.sign('Ed25519', this.keys.privateKey, data));
    }

    /** @returns {Promise<void>} when the server has told who is there and one of them was dialed */
    join() {
      return new Promise((resolve, reject) => {
        this.socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/signal`);
        this.socket.onerror = () => reject(new Error('no server'));
        this.socket.onmessage = ({ data }) => {
          const said = JSON.parse(data);
          if (said.type === 'challenge') void this.hello(said);
          else if (said.type === 'welcome') this.say({ type: 'join', left: 1 });
          else if (said.type === 'joined') this.dial().then(resolve, reject);
          else if (said.type === 'signal') void this.hear(JSON.parse(said.data));
          else if (said.type === 'error') reject(new Error(`${said.code}: ${said.message}`));
        };
      });
    }

    /** @param {{ challenge: string, version: number }} said */
    async hello({ challenge, version }) {
      const session = this.name;
      const signed = framed('flockdrop hello v1', challenge, location.origin, session, String(version));
      const signature = base64url(await this.sign(signed));
      const publicKey = base64url(this.publicKey);
      this.socket?.send(JSON.stringify({ type: 'hello', version, publicKey, session, signature }));
    }

    /** @param {object} words */
    say(words) {
      this.socket?.send(JSON.stringify({ infoHash, ...words }));
    }

    async dial() {
      this.to = toMeet;
      const { connection } = this;
      this.channel = connection.createDataChannel('flockdrop', { ordered: true });
      this.channel.binaryType = 'arraybuffer';
      this.channel.onopen = () => this.greet();
      this.channel.onclose = () => {
        state.closed++;
      };
      this.channel.onmessage = ({ data }) => this.take(new Uint8Array(data));
      connection.onicecandidate = ({ candidate }) => {
        if (candidate !== null) this.signal({ type: 'candidate', candidate: candidate.toJSON() });
      };
      await connection.setLocalDescription();
      this.signal({ type: 'offer', sdp: connection.localDescription?.sdp });
    }

    /** @param {object} data */
    signal(data) {
      this.say({ type: 'signal', to: this.to, connection: this.name, data: JSON.stringify(data) });
    }

    /** @param {any} signal */
    async hear(signal) {
      if (signal.type === 'answer') this.answered(await this.connection.setRemoteDescription(signal));
      else if (signal.candidate) await this.connection.addIceCandidate(signal.candidate).catch(() => {});
    }

    greet() {
      const bits = Uint8Array.of(0, 0, 0, 0, 0, 0x10, 0, 0x14);
      const id = crypto.getRandomValues(new Uint8Array(20));
      this.channel?.send(joined(Uint8Array.of(19), 'BitTorrent protocol', bits, hash.subarray(0, 20), id));
      this.channel?.send(message(20, Uint8Array.of(0), `d1:md7:fd_authi${AUTH_ID}eee`));
    }

    /** @param {Uint8Array} data */
    take(data) {
      this.buffer = this.buffer.length === 0 ? data : joined(this.buffer, data);
      if (!this.isGreeted) {
        if (this.buffer.length < 68) return;
        this.isGreeted = true;
        this.buffer = this.buffer.subarray(68);
      }
      while (this.buffer.length >= 4) {
        const length = new DataView(this.buffer.buffer, this.buffer.byteOffset).getUint32(0);
        if (this.buffer.length < 4 + length) return;
        if (length > 0) this.understand(this.buffer[4] ?? 0, this.buffer.subarray(5, 4 + length));
        this.buffer = this.buffer.subarray(4 + length);
      }
    }

    /** @param {number} id @param {Uint8Array} payload */
    understand(id, payload) {
      if (id === 20 && payload[0] === 0) void this.prove(new TextDecoder('latin1').decode(payload));
      else if (id === 20 && payload[0] === AUTH_ID) this.isReady();
      else if (id === 0) this.mayAsk = false;
      else if (id === 1) this.mayAsk = true;
      else if (id === 7) state.blocks++;
    }

    /** @param {string} handshake */
    async prove(handshake) {
      if (this.isProven) return;
      this.isProven = true;
      await this.answer;
      this.authId = Number(/7:fd_authi(\d+)e/.exec(handshake)?.[1]);
      const { localDescription, remoteDescription } = this.connection;
      const ours = fingerprint(localDescription?.sdp ?? '');
      const theirs = fingerprint(remoteDescription?.sdp ?? '');
      const signature = await this.sign(framed('flockdrop peer v1', hash, ours, theirs));
      this.channel?.send(
        message(20, Uint8Array.of(this.authId), 'd1:k32:', this.publicKey, '1:s64:', signature, 'e'),
      );
      // From none of the pieces to nearly all of them, each with others.
      const field = new Uint8Array(Math.ceil(pieces / 8));
      for (let piece = 0; piece < pieces; piece++)
        if ((Math.floor(piece / run) * 7919 + this.nth * 104_729) % strangers < this.nth)
          field[piece >> 3] |= 0x80 >> (piece & 7);
      this.channel?.send(message(5, field));
      this.channel?.send(message(2));
    }

    /** It has proven itself as well. */
    isReady() {
      state.ready++;
      setTimeout(() => setInterval(() => this.live(), everyMs), (everyMs * this.nth) / strangers);
    }

    /** What a peer does all the time: it got a piece, and wants another. */
    live() {
      if (this.channel?.readyState !== 'open') return;
      this.next = (this.next + 1) % pieces;
      this.channel.send(message(4, number(this.next)));
      state.haves++;
      if (this.mayAsk) this.channel.send(message(6, number(this.nth % 8), number(0), number(64 * 1024)));
    }
  }

  /** Not more at a time than the other side answers. */
  const AT_ONCE = 8;
  return (async () => {
    const all = await Promise.all(
      Array.from({ length: strangers }, async (_, nth) => {
        const keys = /** @type {CryptoKeyPair} */ (
          await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
        );
        const raw = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
        return new Stranger(nth, keys, raw);
      }),
    );
    for (let from = 0; from < all.length; from += AT_ONCE) {
      const some = all.slice(from, from + AT_ONCE);
      await Promise.all(some.map((one) => one.join()));
      const isMet = () => state.ready >= from + some.length;
      for (let turn = 0; !isMet() && turn < 600; turn++) await new Promise((next) => setTimeout(next, 50));
      if (!isMet()) throw new Error(`only ${state.ready} of ${strangers} strangers were let in`);
    }
    return state.ready;
  })();
}
