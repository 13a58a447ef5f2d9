import type { SwarmLimits } from '../../src/swarm/index.ts';
import type { Behaviour } from '../sim/behaviour.ts';
import type { SimNode } from '../sim/node.ts';
import { symbolicTorrent } from '../sim/torrent.ts';
import type { World } from '../sim/world.ts';

export const MINUTE_MS = 60_000;

export const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

export const allComplete = (nodes: Iterable<SimNode>) => () => [...nodes].every((node) => node.isComplete);

/** Someone who has all of it. */
export function seed(
  world: World,
  options: {
    readonly name?: string;
    readonly pieces?: number;
    readonly torrent?: SimNode['torrent'];
    readonly behaviour?: Behaviour;
    readonly upBps?: number;
    readonly limits?: SwarmLimits;
  } = {},
): SimNode {
  const { name = 'seed', pieces = 40, torrent = symbolicTorrent({ pieces }), ...others } = options;
  const have = range(0, torrent.info.geometry.pieceCount);
  return world.add({ ...others, name, torrent, knowsMetadata: true, have });
}

/** Newcomers `leech-0`, `leech-1` … to the share of `sharer`. */
export function leeches(world: World, sharer: SimNode, count: number): readonly SimNode[] {
  return range(0, count).map((at) => world.add({ name: `leech-${at}`, torrent: sharer.torrent }));
}

export function lengthOf({ torrent }: SimNode): number {
  return torrent.info.geometry.totalLength;
}

/** Payload that came and was not a second copy of what was there, in this life; of earlier ones, all. */
export function usefulBytes({ diary, swarm }: SimNode): number {
  return diary.receivedBytes - swarm.view(0).duplicateBytes;
}
