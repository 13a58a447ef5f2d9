import type { BrowserContext, Page } from '@playwright/test';

/** What is noted in a page from before its first script on. */
interface Noting {
  readonly labNotes: {
    readonly connections: RTCPeerConnection[];
    firstPieceMs: number | null;
    /** When the first channel opened. */
    openMs: number | null;
  };
}

/** Ends of a pair of candidates in use: `host`, `srflx`, `prflx` or `relay`. */
export interface Pair {
  readonly local: string;
  readonly remote: string;
  /** How we reach our TURN server, where the local end is a relay: `udp`, `tcp` or `tls`. */
  readonly relayProtocol: string | null;
  /** Bytes that came over it. */
  readonly received: number;
}

/** Milliseconds since the link was opened; `null` for what has not happened. */
export interface Times {
  readonly openMs: number | null;
  readonly firstPieceMs: number | null;
}

/** Notes, and changes nothing: the connections of each page of this browser, and when its first piece was verified. */
export async function observe(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const notes: Noting['labNotes'] = { connections: [], firstPieceMs: null, openMs: null };
    Object.assign(globalThis, { labNotes: notes });
    const opened = () => {
      notes.openMs ??= performance.now();
    };
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        notes.connections.push(this);
        this.addEventListener('datachannel', ({ channel }) => channel.addEventListener('open', opened));
      }
      override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
        const channel = super.createDataChannel(label, options);
        channel.addEventListener('open', opened);
        return channel;
      }
    };
    new MutationObserver(() => {
      const share = document.querySelector('[data-testid=share]');
      if (Number(share?.getAttribute('data-progress')) > 0) notes.firstPieceMs ??= performance.now();
    }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-progress'] });
  });
}

export function timesOf(page: Page): Promise<Times> {
  return page.evaluate(() => {
    const { openMs, firstPieceMs } = (globalThis as unknown as Noting).labNotes;
    return { openMs, firstPieceMs };
  });
}

/** What the page's open connections run over, by their statistics. */
export function pairsOf(page: Page): Promise<readonly Pair[]> {
  return page.evaluate(async () => {
    const { connections } = (globalThis as unknown as Noting).labNotes;
    const pairs: Pair[] = [];
    for (const connection of connections.filter((one) => one.connectionState === 'connected')) {
      const stats = await connection.getStats();
      const transport = [...stats.values()].find(({ type }) => type === 'transport');
      const pair = stats.get(transport?.selectedCandidatePairId);
      const local = stats.get(pair?.localCandidateId);
      const remote = stats.get(pair?.remoteCandidateId);
      pairs.push({
        local: local?.candidateType,
        remote: remote?.candidateType,
        relayProtocol: local?.relayProtocol ?? null,
        received: pair?.bytesReceived ?? 0,
      });
    }
    return pairs;
  });
}

/** Keeps the text of every signal that this page sends to the server from now on. */
export function tapSignals(page: Page): readonly string[] {
  const signals: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (JSON.parse(payload.toString()).type === 'signal') signals.push(payload.toString());
    }),
  );
  return signals;
}

/** STUN and TURN servers of the page's latest connection. */
export function iceServersOf(page: Page): Promise<readonly RTCIceServer[]> {
  return page.evaluate(
    () => (globalThis as unknown as Noting).labNotes.connections.at(-1)?.getConfiguration().iceServers ?? [],
  );
}

/** Whether this server gives the page a relay, or refuses its credentials. */
export function gather(page: Page, server: RTCIceServer): Promise<{ relays: boolean; refused: boolean }> {
  return page.evaluate(async (iceServer) => {
    const connection = new RTCPeerConnection({ iceServers: [iceServer], iceTransportPolicy: 'relay' });
    const seen = { relays: false, refused: false };
    connection.onicecandidateerror = ({ errorCode }) => {
      if (errorCode === 401) seen.refused = true;
    };
    connection.createDataChannel('probe');
    const done = new Promise<void>((resolve) => {
      connection.onicecandidate = ({ candidate }) => {
        if (candidate?.type === 'relay') seen.relays = true;
        if (candidate === null) resolve();
      };
    });
    await connection.setLocalDescription();
    await done;
    connection.close();
    return seen;
  }, server);
}
