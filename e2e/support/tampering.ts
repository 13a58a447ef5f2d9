import type { BrowserContext } from '@playwright/test';

/** What a browser's owner can do to their own tab: scripts that run before the page, against WebRTC itself. */

/** Messages longer than this carry blocks: everything else of the protocol is short. */
const BLOCK_MESSAGE_BYTES = 10_000;

/** Flips a byte of every block that leaves the tab. */
export async function corruptOutgoingData(context: BrowserContext): Promise<void> {
  await context.addInitScript((least) => {
    const send = RTCDataChannel.prototype.send as (
      this: RTCDataChannel,
      data: ArrayBufferView<ArrayBuffer>,
    ) => void;
    RTCDataChannel.prototype.send = function (this: RTCDataChannel, data: unknown) {
      const view = data as ArrayBufferView<ArrayBuffer>;
      if (view.byteLength < least) return send.call(this, view);
      const copy = new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
      copy[copy.length - 1] = (copy[copy.length - 1] ?? 0) ^ 0xff;
      return send.call(this, copy);
    } as typeof RTCDataChannel.prototype.send;
  }, BLOCK_MESSAGE_BYTES);
}

/** Notes the piece of every block that arrives; read with `receivedPieces`. */
export async function noteReceivedPieces(context: BrowserContext): Promise<void> {
  await context.addInitScript((least) => {
    const noted: number[] = [];
    Object.assign(globalThis, { notedPieces: noted });
    const setter = Object.getOwnPropertyDescriptor(RTCDataChannel.prototype, 'onmessage')?.set;
    Object.defineProperty(RTCDataChannel.prototype, 'onmessage', {
      configurable: true,
      set(this: RTCDataChannel, handler: ((event: MessageEvent) => void) | null) {
        setter?.call(
          this,
          handler === null
            ? null
            : (event: MessageEvent) => {
                if (event.data instanceof ArrayBuffer && event.data.byteLength > least) {
                  noted.push(new DataView(event.data).getUint32(5));
                }
                handler.call(this, event);
              },
        );
      },
    });
  }, BLOCK_MESSAGE_BYTES);
}

/** Slows every block that leaves the tab to about this rate, as a thin uplink would. */
export async function thinUplink(context: BrowserContext, bytesPerSecond: number): Promise<void> {
  await context.addInitScript(
    ({ least, rate }) => {
      const prototype = RTCDataChannel.prototype;
      const send = prototype.send as (this: RTCDataChannel, data: ArrayBufferView<ArrayBuffer>) => void;
      const amount = Object.getOwnPropertyDescriptor(prototype, 'bufferedAmount')?.get;
      const waiting = new WeakMap<
        RTCDataChannel,
        { queue: ArrayBufferView<ArrayBuffer>[]; bytes: number; busy: boolean }
      >();
      const of = (channel: RTCDataChannel) => {
        const known = waiting.get(channel) ?? { queue: [], bytes: 0, busy: false };
        waiting.set(channel, known);
        return known;
      };
      Object.defineProperty(prototype, 'bufferedAmount', {
        configurable: true,
        get(this: RTCDataChannel) {
          return Number(amount?.call(this)) + of(this).bytes;
        },
      });
      const drain = (channel: RTCDataChannel): void => {
        const state = of(channel);
        const next = state.queue.shift();
        if (next === undefined || channel.readyState !== 'open') {
          state.busy = false;
          return;
        }
        send.call(channel, next);
        const before = state.bytes;
        state.bytes -= next.byteLength;
        const threshold = channel.bufferedAmountLowThreshold;
        if (before > threshold && state.bytes <= threshold)
          channel.dispatchEvent(new Event('bufferedamountlow'));
        setTimeout(() => drain(channel), (next.byteLength / rate) * 1_000);
      };
      prototype.send = function (this: RTCDataChannel, data: unknown) {
        const view = data as ArrayBufferView<ArrayBuffer>;
        const state = of(this);
        // Order is kept: nothing overtakes what waits.
        if (view.byteLength < least && state.queue.length === 0) return send.call(this, view);
        state.queue.push(new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice());
        state.bytes += view.byteLength;
        if (!state.busy) {
          state.busy = true;
          drain(this);
        }
      } as typeof prototype.send;
    },
    { least: BLOCK_MESSAGE_BYTES, rate: bytesPerSecond },
  );
}
