import type { Torrent } from '../../src/metainfo/index.ts';
import type { SwarmLimits } from '../../src/swarm/index.ts';
import type { PeerMessage } from '../../src/wire/index.ts';
import type { Agenda } from './agenda.ts';
import type { Behaviour } from './behaviour.ts';
import type { SimNode } from './node.ts';
import type { Symbolic } from './symbolic.ts';
import type { Trace } from './trace.ts';

/** What a node is told when it is made. */
export interface NodeOptions {
  readonly name: string;
  readonly seed: number;
  readonly behaviour?: Behaviour;
  /** Bytes per second; all links share it. */
  readonly upBps?: number;
  /** Likewise; unlimited when absent. */
  readonly downBps?: number;
  /** Milliseconds to hash and to store a piece. */
  readonly diskMs?: number;
  readonly torrent: Torrent;
  /** A newcomer knows only the info-hash. */
  readonly knowsMetadata?: boolean;
  readonly have?: Iterable<number>;
  readonly limits?: SwarmLimits;
  /** Connections it wants to have at most. */
  readonly maxConnections?: number;
  /** Priorities by file, from the beginning. */
  readonly files?: readonly number[];
}

/** What a node needs of the world around it. */
export interface Surroundings {
  readonly agenda: Agenda;
  /** Engines are checked after every so many events. */
  readonly checkEvery: number;
  readonly trace: Trace;
  transmit(from: SimNode, link: number, message: PeerMessage<Symbolic>): void;
  closeLink(link: number, code?: string): void;
  /** Whether a peer of that name may be banned. */
  mayBeBanned(name: string): boolean;
  fail(message: string): never;
}
