import {
  DEPTH_FLOOR_MS,
  INITIAL_REQUEST_DEPTH,
  LANES_GAIN,
  LANES_MOST_MS,
  LEAST_REQUEST_DEPTH,
  MAX_PIPELINE_MS,
  MIN_REQUEST_DEPTH,
  PIPELINE_GAIN,
  REQUESTS_PER_LANE,
} from './constants.ts';

/** Below this a clock of a page cannot tell, and scheduling takes as long. */
const LEAST_LATENCY_MS = 4;

/** Requests for little that may take the place of one for a block of full length. */
const MAX_REQUESTS_PER_BLOCK = 16;

/**
 * How many blocks to keep requested from one peer: twice bandwidth × delay, where the delay is the shortest answer
 * of late, which waited in no queue. Twice, so that the rate can double in a round trip until the path is full; not
 * more, because what is beyond only fills buffers, and an overrun SCTP association stalls for seconds
 * (docs/decisions/0005-request-window.md).
 */
export function requestDepth(peer: {
  /** Measured payload rate, bytes per second. */
  readonly downBps: number;
  /** Shortest time from request to block, ms; `null` before the first. */
  readonly baseLatencyMs: number | null;
  readonly blockLength: number;
  /** Connections that carry its blocks. */
  readonly lanes: number;
  readonly snubbed: boolean;
  /** The peer's `reqq`. */
  readonly reqq: number;
}): number {
  if (peer.snubbed) return 1;
  if (peer.baseLatencyMs === null) return Math.min(INITIAL_REQUEST_DEPTH, peer.reqq);
  const gain = peer.lanes > 1 ? LANES_GAIN : PIPELINE_GAIN;
  const delayMs = Math.min(Math.max(peer.baseLatencyMs, LEAST_LATENCY_MS) * gain, MAX_PIPELINE_MS);
  const pipeline = Math.ceil((peer.downBps * delayMs) / 1_000 / peer.blockLength);
  if (peer.lanes > 1) {
    // A slow peer would need longer for so many than it takes to look snubbed.
    const soon = Math.ceil((peer.downBps * LANES_MOST_MS) / 1_000 / peer.blockLength);
    const busy = Math.min(REQUESTS_PER_LANE * peer.lanes, Math.max(LEAST_REQUEST_DEPTH, soon));
    return Math.min(Math.max(busy, pipeline), peer.reqq);
  }
  const floor = Math.ceil((peer.downBps * DEPTH_FLOOR_MS) / 1_000 / peer.blockLength);
  const least = Math.max(LEAST_REQUEST_DEPTH, Math.min(MIN_REQUEST_DEPTH, floor));
  return Math.max(1, Math.min(least + pipeline, peer.reqq));
}

/**
 * What a request for so many bytes takes of the depth, in blocks of full length. Of small files many blocks fit into
 * the pipeline, but each still costs both ends a message.
 */
export function weightOf(length: number, blockLength: number): number {
  return Math.max(length / blockLength, 1 / MAX_REQUESTS_PER_BLOCK);
}

/** How many requests go out together. */
export function requestGroup(depth: number): number {
  return Math.max(1, Math.ceil(depth / 4));
}

/**
 * Whether it is time to fill the pipeline up. A small channel message costs both ends about as much as a large one, so
 * requests wait until a quarter of the window is free and then travel together. They do not wait when nothing is on its
 * way, nor near the end, where a block held back might be the one that another peer could fetch.
 */
export function isTimeToAsk(pipeline: {
  /** Weights of the requests that wait for an answer, together. */
  readonly outstanding: number;
  readonly depth: number;
  /** Blocks of pieces that nobody has begun. */
  readonly untouchedBlocks: number;
}): boolean {
  const { outstanding, depth, untouchedBlocks } = pipeline;
  return outstanding === 0 || untouchedBlocks < depth || outstanding <= depth - requestGroup(depth);
}

/** The shortest of what was measured in the last one to two minutes: long enough to have met an empty queue. */
export class BaseLatency {
  static readonly #bucketMs = 60_000;
  #startedMs = Number.NEGATIVE_INFINITY;
  #current: number | null = null;
  #previous: number | null = null;

  get ms(): number | null {
    if (this.#current === null) return this.#previous;
    return this.#previous === null ? this.#current : Math.min(this.#current, this.#previous);
  }

  add(latencyMs: number, nowMs: number): void {
    if (nowMs - this.#startedMs >= BaseLatency.#bucketMs) {
      this.#previous = this.#current;
      this.#current = null;
      this.#startedMs = nowMs;
    }
    if (this.#current === null || latencyMs < this.#current) this.#current = latencyMs;
  }
}
