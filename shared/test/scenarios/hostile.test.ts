import { describe, expect, test } from 'vitest';
import {
  chokingPoisoner,
  hashLiar,
  haveLiar,
  metadataLiar,
  mute,
  poisoner,
  pusher,
  rejecter,
  trickler,
} from '../sim/behaviour.ts';
import type { SimNode } from '../sim/node.ts';
import { symbolicTorrent } from '../sim/torrent.ts';
import { World } from '../sim/world.ts';
import { allComplete, leeches, lengthOf, MINUTE_MS, range, seed } from './support.ts';

/** That nobody honest is ever banned, and that every rule between honest peers holds, is checked at every step. */
const SEEDS = [1, 2, 3];

const bannedBy = (nodes: readonly SimNode[]) => new Set(nodes.flatMap(({ banned }) => [...banned]));

describe.each(SEEDS)('seed %i', (seedNumber) => {
  test('a corrupter beside an honest seed is banned, and the data is right', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { pieces: 60 });
    seed(world, { name: 'corrupter', torrent: sharer.torrent, behaviour: poisoner(1) });
    const all = leeches(world, sharer, 1);
    world.runUntil(allComplete(all), 3 * MINUTE_MS, 'despite a corrupter');
    world.finish();
    expect(bannedBy(all)).toEqual(new Set(['corrupter']));
  });

  test('three corrupters among many honest are all found', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { pieces: 90 });
    const names = range(0, 3).map((at) => `corrupter-${at}`);
    for (const name of names) seed(world, { name, torrent: sharer.torrent, behaviour: poisoner(1) });
    const all = leeches(world, sharer, 4);
    world.runUntil(allComplete(all), 5 * MINUTE_MS, 'despite three corrupters');
    world.finish();
    expect(bannedBy(all)).toEqual(new Set(names));
  });

  test('poisoners that spoil only some blocks are found as well', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { pieces: 90 });
    const names = ['poisoner-0', 'poisoner-1'];
    for (const name of names) seed(world, { name, torrent: sharer.torrent, behaviour: poisoner(0.3) });
    const all = leeches(world, sharer, 4);
    world.runUntil(allComplete(all), 5 * MINUTE_MS, 'despite poisoners');
    world.finish();
    expect(bannedBy(all)).toEqual(new Set(names));
  });

  test('a poisoner that chokes before a piece of its own is whole holds no piece for ever', () => {
    const world = new World(seedNumber);
    const torrent = symbolicTorrent({ pieces: 4, pieceLength: 2 * 1024 * 1024 });
    const sharer = seed(world, { torrent, upBps: 300_000 });
    for (const name of ['poisoner-0', 'poisoner-1', 'poisoner-2']) {
      seed(world, { name, torrent, behaviour: chokingPoisoner(), upBps: 300_000 });
    }
    const all = leeches(world, sharer, 3);
    world.runUntil(allComplete(all), 2 * MINUTE_MS, 'despite choking poisoners');
    world.finish();
  });

  test('a liar about have is asked for each block once, and delays nobody for long', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { pieces: 60 });
    const { torrent } = sharer;
    const liar = world.add({ name: 'liar', torrent, knowsMetadata: true, have: [3], behaviour: haveLiar() });
    const all = leeches(world, sharer, 2);
    world.runUntil(allComplete(all), 2 * MINUTE_MS, 'despite a liar');
    world.finish();
    const bestMs = (lengthOf(sharer) / sharer.upBps) * 1_000;
    for (const leech of all) {
      expect(leech.diary.blocksAsked(liar.name)).toBeGreaterThan(0);
      expect(leech.diary.mostAsked(liar.name)).toBe(1);
      expect(leech.completedAtMs).toBeLessThan(2 * bestMs + 5_000);
    }
  });

  test('a peer that never answers is snubbed, later left, and what it owes comes from others', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { pieces: 60, upBps: 200_000 });
    seed(world, { name: 'mute', torrent: sharer.torrent, behaviour: mute() });
    const all = leeches(world, sharer, 2);
    world.runUntil(allComplete(all), 3 * MINUTE_MS, 'despite a mute peer');
    world.finish();
    for (const { diary } of all) {
      expect(diary.snubbed).toEqual(new Set(['mute']));
      expect(diary.closed.get('unresponsive')).toBeGreaterThan(0);
    }
  });

  test('a peer that rejects all that it offers is passed over, and not asked without end', () => {
    const world = new World(seedNumber);
    const torrent = symbolicTorrent({ pieces: 60 });
    const evil = seed(world, { name: 'rejecter', torrent, behaviour: rejecter() });
    const all = leeches(world, evil, 2);
    world.runFor(20_000);
    const sharer = seed(world, { torrent });
    world.restoreSignaling();
    world.runUntil(allComplete(all), 3 * MINUTE_MS, 'despite a rejecter');
    world.finish();
    for (const { diary } of all) {
      expect(diary.metadataAsked(evil.name)).toBeLessThan(10);
      expect(diary.mostAsked(evil.name)).toBeLessThanOrEqual(1);
      expect(diary.mostAsked(sharer.name)).toBeGreaterThan(0);
    }
  });

  test('a trickling source holds nobody who could ask another', () => {
    const world = new World(seedNumber);
    const torrent = symbolicTorrent({ pieces: 7_000, pieceLength: 65_536 });
    const evil = seed(world, { name: 'trickler', torrent, behaviour: trickler(9_900) });
    const [leech] = leeches(world, evil, 1);
    if (leech === undefined) throw Error();
    world.runFor(5_000);
    seed(world, { torrent });
    world.restoreSignaling();
    world.runUntil(() => leech.knownTorrent !== null, MINUTE_MS, 'metadata despite a trickler');
  });

  test.each([
    ['the info dict', metadataLiar],
    ['hashes', hashLiar],
  ] as const)('a liar about %s is banned, and the truth learned from another', (_, lie) => {
    const world = new World(seedNumber);
    const torrent = symbolicTorrent({ pieces: 60 });
    const evil = seed(world, { name: 'liar', torrent, behaviour: lie() });
    const all = leeches(world, evil, 2);
    world.runFor(3_000);
    expect(bannedBy(all)).toEqual(new Set(['liar']));
    seed(world, { torrent });
    world.restoreSignaling();
    world.runUntil(allComplete(all), 2 * MINUTE_MS, 'despite a liar');
    world.finish();
  });

  test('a peer that sends what nobody asked for is closed, and dialed ever more rarely', () => {
    const world = new World(seedNumber);
    const sharer = seed(world, { pieces: 400, upBps: 20_000 });
    seed(world, { name: 'pusher', torrent: sharer.torrent, behaviour: pusher() });
    const [leech] = leeches(world, sharer, 1);
    world.runFor(5 * MINUTE_MS);
    const closed = leech?.diary.closed.get('protocol-error');
    expect(closed).toBeGreaterThan(5);
    expect(closed).toBeLessThan(15);
  });
});
