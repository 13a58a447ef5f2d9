import { INITIAL_REQUEST_DEPTH, REQUEST_PIPELINE_MS } from './constants.ts';

/**
 * How many blocks to keep requested from one peer: about one second of what it delivers, so that
 * bandwidth × delay is always covered, grown from a small start and bounded by what the peer will queue.
 */
export function requestDepth(peer: {
  /** Measured payload rate, bytes per second. */
  readonly downBps: number;
  readonly blockLength: number;
  readonly snubbed: boolean;
  /** The peer's `reqq`. */
  readonly reqq: number;
}): number {
  if (peer.snubbed) return 1;
  const pipeline = Math.ceil((peer.downBps * REQUEST_PIPELINE_MS) / 1_000 / peer.blockLength);
  return Math.max(1, Math.min(INITIAL_REQUEST_DEPTH + pipeline, peer.reqq));
}
