import { freeRider, mute, poisoner } from './behaviour.ts';
import { chunkedBoundMs, fluidBoundMs } from './bounds.ts';
import type { SimNode } from './node.ts';
import { type CrowdReport, describeCrowd } from './report.ts';
import { symbolicTorrent } from './torrent.ts';
import { World } from './world.ts';

/** The large scenarios, each run by `npm run sim` and, small, by the tests: add yours to `CROWDS`. */

export interface CrowdOptions {
  /** Downloaders. */
  readonly peers: number;
  readonly seed: number;
  readonly pieces: number;
  /** Bytes. */
  readonly pieceLength: number;
  /** Engines are checked after every so many events. */
  readonly checkEvery: number;
}

export type Crowd = (options: CrowdOptions) => CrowdReport;

const UP_BPS = 1_000_000;
/** Of the bound: what takes longer has failed. */
const PATIENCE = 6;

function start(options: CrowdOptions): { readonly world: World; readonly sharer: SimNode } {
  const { pieces, pieceLength } = options;
  const world = new World(options.seed, options.checkEvery);
  const torrent = symbolicTorrent({ pieces, pieceLength });
  const have = torrent.info.geometry.pieceCount;
  const sharer = world.add({
    name: 'seed',
    torrent,
    knowsMetadata: true,
    have: Array.from({ length: have }, (_, piece) => piece),
    upBps: UP_BPS,
  });
  return { world, sharer };
}

/** Steps without looking at everyone each time: who is done is asked once a virtual second. */
function runUntilComplete(world: World, nodes: readonly SimNode[], limitMs: number, what: string): void {
  while (!nodes.every((node) => node.isComplete)) {
    if (world.agenda.nowMs > limitMs) {
      const left = nodes.filter((node) => !node.isComplete);
      const some = left.slice(0, 5).map(({ name, disk }) => `${name} ${disk.stored.size}`);
      world.fail(`${what}: ${left.length} incomplete after ${limitMs} ms: ${some.join(', ')}`);
    }
    world.runFor(1_000);
  }
  world.finish();
}

/** Everyone comes at once, with equal lines, and the seed has what all want. */
export const flashCrowd: Crowd = (options) => {
  const { world, sharer } = start(options);
  const downloaders = Array.from({ length: options.peers }, (_, at) =>
    world.add({ name: `leech-${at}`, torrent: sharer.torrent, upBps: UP_BPS }),
  );
  const boundMs = chunkedBoundMs({
    bytes: sharer.torrent.info.geometry.totalLength,
    upBps: UP_BPS,
    downloaders: options.peers,
    pieces: options.pieces,
  });
  runUntilComplete(world, downloaders, PATIENCE * boundMs, 'flash crowd');
  return describeCrowd(world, {
    scenario: 'flash-crowd',
    sharer,
    downloaders,
    boundMs,
    boundName: 'chunked, equal uplinks',
  });
};

/**
 * Uplinks between 200 kB/s and ten times that, and churn: a fifth of the downloaders leaves for good on the way, each
 * replaced by a newcomer with the same line. The report is of those who stayed; the newcomers complete, too.
 */
export const heterogeneous: Crowd = (options) => {
  const { world, sharer } = start(options);
  const downBps = 10_000_000;
  const upBps = Array.from({ length: options.peers }, () => 200_000 * 10 ** world.random());
  const { torrent } = sharer;
  const all = upBps.map((up, at) => world.add({ name: `leech-${at}`, torrent, upBps: up, downBps }));
  const boundMs = fluidBoundMs({
    bytes: torrent.info.geometry.totalLength,
    seedUpBps: sharer.upBps,
    upBps,
    leastDownBps: downBps,
  });
  const leavers = new Set(all.filter((_, at) => at % 5 === 0));
  const newcomers: SimNode[] = [];
  for (const node of leavers) {
    world.agenda.at(boundMs * (0.1 + 0.6 * world.random()), () => {
      world.leave(node, 2_000);
      newcomers.push(world.add({ name: `new-${node.name}`, torrent, upBps: node.upBps, downBps }));
    });
  }
  const stayers = all.filter((node) => !leavers.has(node));
  runUntilComplete(world, stayers, PATIENCE * boundMs, 'heterogeneous');
  runUntilComplete(world, newcomers, 2 * PATIENCE * boundMs, 'newcomers');
  return describeCrowd(world, {
    scenario: 'heterogeneous',
    sharer,
    downloaders: stayers,
    boundMs,
    boundName: 'fluid',
  });
};

/** A fifth corrupts what it sends and a tenth never answers; both claim to have all of it. */
export const hostile: Crowd = (options) => {
  const { world, sharer } = start(options);
  const { torrent } = sharer;
  const have = [...sharer.disk.stored];
  const liars = Math.round(options.peers * 0.2);
  const silent = Math.round(options.peers * 0.1);
  const downloaders: SimNode[] = [];
  for (let at = 0; at < options.peers; at++) {
    if (at < liars) {
      const name = `corrupter-${at}`;
      world.add({ name, torrent, knowsMetadata: true, have, upBps: UP_BPS, behaviour: poisoner(0.3) });
    } else if (at < liars + silent) {
      world.add({ name: `mute-${at}`, torrent, knowsMetadata: true, have, upBps: UP_BPS, behaviour: mute() });
    } else {
      downloaders.push(world.add({ name: `leech-${at}`, torrent, upBps: UP_BPS }));
    }
  }
  const boundMs = chunkedBoundMs({
    bytes: torrent.info.geometry.totalLength,
    upBps: UP_BPS,
    downloaders: downloaders.length,
    pieces: options.pieces,
  });
  runUntilComplete(world, downloaders, 3 * PATIENCE * boundMs, 'hostile');
  return describeCrowd(world, { scenario: 'hostile', sharer, downloaders, boundMs, boundName: 'chunked' });
};

/** What riders have over what givers have, on average, at half of the bound: later there is enough for everyone. */
export interface RidersReport extends CrowdReport {
  readonly riderShare: number;
}

/** A fifth takes and never gives. The report is of those who give. */
export const freeRiders = (options: CrowdOptions): RidersReport => {
  const { world, sharer } = start(options);
  const { torrent } = sharer;
  const givers: SimNode[] = [];
  const riders: SimNode[] = [];
  for (let at = 0; at < options.peers; at++) {
    const rides = at % 5 === 0;
    const name = `${rides ? 'rider' : 'leech'}-${at}`;
    const behaviour = rides ? { behaviour: freeRider() } : {};
    (rides ? riders : givers).push(world.add({ name, torrent, upBps: UP_BPS, ...behaviour }));
  }
  const boundMs = fluidBoundMs({
    bytes: torrent.info.geometry.totalLength,
    seedUpBps: UP_BPS,
    upBps: [...givers.map(({ upBps }) => upBps), ...riders.map(() => 0)],
    leastDownBps: Number.POSITIVE_INFINITY,
  });
  world.runFor(boundMs / 2);
  const riderShare = averagePieces(riders) / averagePieces(givers);
  runUntilComplete(world, [...givers, ...riders], PATIENCE * boundMs, 'free-riders');
  const about = { sharer, boundMs, boundName: 'fluid', scenario: 'free-riders', downloaders: givers };
  return { ...describeCrowd(world, about), riderShare };
};

function averagePieces(nodes: readonly SimNode[]): number {
  return nodes.reduce((sum, { disk }) => sum + disk.stored.size, 0) / nodes.length;
}

export const CROWDS: Readonly<Record<string, Crowd>> = {
  'flash-crowd': flashCrowd,
  heterogeneous,
  hostile,
  'free-riders': freeRiders,
};
