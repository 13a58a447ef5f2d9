import type { BrowserContext, Page } from '@playwright/test';

/**
 * What a browser's owner can do to their own tab: scripts that run before the page, against WebRTC itself. They see
 * blocks as a foreign client would: each channel message is one BEP 3 frame, whose id follows four bytes of length.
 */
const BLOCK = { idAt: 4, id: 7 } as const;

interface Tampered {
  readonly corruptedBlocks?: number;
  readonly receivedPieces?: readonly number[];
  readonly uplink?: { bytesPerSecond: number };
  readonly connections?: readonly RTCPeerConnection[];
}

/** Flips a byte of every block that leaves the tab, and of nothing else. */
export async function corruptOutgoingBlocks(context: BrowserContext): Promise<void> {
  await context.addInitScript(({ idAt, id }) => {
    const counter = { corruptedBlocks: 0 };
    Object.defineProperty(globalThis, 'corruptedBlocks', { get: () => counter.corruptedBlocks });
    const send = RTCDataChannel.prototype.send as (
      this: RTCDataChannel,
      data: ArrayBufferView<ArrayBuffer>,
    ) => void;
    RTCDataChannel.prototype.send = function (this: RTCDataChannel, data: unknown) {
      const view = data as ArrayBufferView<ArrayBuffer>;
      const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
      if (bytes[idAt] !== id) return send.call(this, view);
      const copy = bytes.slice();
      copy[copy.length - 1] = (copy[copy.length - 1] ?? 0) ^ 0xff;
      send.call(this, copy);
      counter.corruptedBlocks++;
    } as typeof RTCDataChannel.prototype.send;
  }, BLOCK);
}

/** How many corrupted blocks have left a tab that `corruptOutgoingBlocks` prepared, since it was loaded. */
export function corruptedBlocks(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as Tampered).corruptedBlocks ?? 0);
}

/** Notes the piece of every block that arrives; read with `receivedPieces`. */
export async function noteReceivedPieces(context: BrowserContext): Promise<void> {
  await context.addInitScript(({ idAt, id }) => {
    const noted: number[] = [];
    Object.assign(globalThis, { receivedPieces: noted });
    const setter = Object.getOwnPropertyDescriptor(RTCDataChannel.prototype, 'onmessage')?.set;
    Object.defineProperty(RTCDataChannel.prototype, 'onmessage', {
      configurable: true,
      set(this: RTCDataChannel, handler: ((event: MessageEvent) => void) | null) {
        setter?.call(
          this,
          handler === null
            ? null
            : (event: MessageEvent) => {
                if (event.data instanceof ArrayBuffer && new Uint8Array(event.data)[idAt] === id) {
                  noted.push(new DataView(event.data).getUint32(idAt + 1));
                }
                handler.call(this, event);
              },
        );
      },
    });
  }, BLOCK);
}

/** The piece of each block that came to a tab which `noteReceivedPieces` prepared, in order, since it was loaded. */
export function receivedPieces(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => (globalThis as Tampered).receivedPieces ?? []);
}

/**
 * Lets the blocks that leave the tab, to all peers together, out at no more than this rate, as a thin uplink would.
 * A slow machine makes it thinner still, never wider: what a journey does meanwhile is not overtaken.
 */
export async function thinUplink(context: BrowserContext, bytesPerSecond: number): Promise<void> {
  await context.addInitScript(
    ({ idAt, id, bytesPerSecond }) => {
      const prototype = RTCDataChannel.prototype;
      const send = prototype.send as (this: RTCDataChannel, data: Uint8Array<ArrayBuffer>) => void;
      const amount = Object.getOwnPropertyDescriptor(prototype, 'bufferedAmount')?.get;
      /** What waits, by channel; the channel whose turn is next comes first. */
      const queues = new Map<RTCDataChannel, Uint8Array<ArrayBuffer>[]>();
      const waiting = new WeakMap<RTCDataChannel, number>();
      const waitingOf = (channel: RTCDataChannel) => waiting.get(channel) ?? 0;
      const uplink = { bytesPerSecond };
      let isDraining = false;
      Object.assign(globalThis, { uplink });
      Object.defineProperty(prototype, 'bufferedAmount', {
        configurable: true,
        get(this: RTCDataChannel) {
          return Number(amount?.call(this)) + waitingOf(this);
        },
      });
      const release = (channel: RTCDataChannel, bytes: Uint8Array<ArrayBuffer>): void => {
        const before = waitingOf(channel);
        const after = before - bytes.byteLength;
        waiting.set(channel, after);
        send.call(channel, bytes);
        const threshold = channel.bufferedAmountLowThreshold;
        if (before > threshold && after <= threshold) channel.dispatchEvent(new Event('bufferedamountlow'));
      };
      const drain = (): void => {
        for (const [channel, [bytes, ...rest]] of queues) {
          queues.delete(channel);
          if (rest.length > 0) queues.set(channel, rest);
          if (bytes === undefined || channel.readyState !== 'open') continue;
          release(channel, bytes);
          if (bytes[idAt] === id) {
            setTimeout(drain, (bytes.byteLength / uplink.bytesPerSecond) * 1_000);
            return;
          }
        }
        isDraining = false;
      };
      prototype.send = function (this: RTCDataChannel, data: unknown) {
        const view = data as ArrayBufferView<ArrayBuffer>;
        const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
        // Order is kept: nothing overtakes what waits for the same channel.
        if (bytes[idAt] !== id && waitingOf(this) === 0) return send.call(this, bytes);
        queues.set(this, [...(queues.get(this) ?? []), bytes.slice()]);
        waiting.set(this, waitingOf(this) + bytes.byteLength);
        if (isDraining) return;
        isDraining = true;
        drain();
      } as typeof prototype.send;
    },
    { ...BLOCK, bytesPerSecond },
  );
}

/** Changes the rate of a tab that `thinUplink` prepared, until it is loaded anew. */
export async function changeUplink(page: Page, bytesPerSecond: number): Promise<void> {
  await page.evaluate((rate) => {
    const { uplink } = globalThis as Tampered;
    if (uplink === undefined) throw new Error('this uplink was not thinned');
    uplink.bytesPerSecond = rate;
  }, bytesPerSecond);
}

/** Notes every connection that the page makes; read with `firstConnection`. */
export async function noteConnections(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const noted: RTCPeerConnection[] = [];
    Object.assign(globalThis, { connections: noted });
    const Real = RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Real {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        noted.push(this);
      }
    };
  });
}

/** Of the first connection that a page prepared with `noteConnections` made: its state, and the ICE session it is in. */
export function firstConnection(page: Page): Promise<{ readonly state: string; readonly session: string }> {
  return page.evaluate(() => {
    const [first] = (globalThis as Tampered).connections ?? [];
    const session = /ice-ufrag:(\S+)/.exec(first?.localDescription?.sdp ?? '')?.[1];
    return { state: first?.connectionState ?? 'none', session: session ?? 'none' };
  });
}
