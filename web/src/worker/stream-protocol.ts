/**
 * How the service worker gets the bytes of a file that a page shows. A page makes up an address under `STREAM_PATH`; for
 * each request for it the worker asks the pages whose it is, over a port of that request's own, and keeps nothing between
 * two requests: a browser may stop it at any time. Types and constants only.
 */

/** Answered by the service worker; no server ever sees it. */
export const STREAM_PATH = '/~stream/';

/** From the service worker to each page, with a port. */
export interface StreamQuestion {
  readonly type: 'flockdrop-stream';
  /** Of the address: random, unguessable. */
  readonly id: string;
}

/** From the service worker, over the port. */
export type StreamRequest =
  /** Answered with `bytes`, as soon as there are some: at most `length` of them, and at least one. */
  | { readonly type: 'read'; readonly offset: number; readonly length: number }
  /** Is there still somebody? Answered at once. */
  | { readonly type: 'ping' }
  /** Nobody reads any more. */
  | { readonly type: 'closed' };

export interface OfferedStream {
  /** Bytes. */
  readonly length: number;
  /** One of the inert ones. */
  readonly mediaType: string;
}

/** From the page, over the port. */
export type StreamAnswer =
  | { readonly type: 'not-mine' }
  | ({ readonly type: 'mine' } & OfferedStream)
  | { readonly type: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'pong' }
  | { readonly type: 'failed'; readonly message: string };
