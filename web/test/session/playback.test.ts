import { Geometry } from '@flockdrop/shared/metainfo';
import { expect, test } from 'vitest';
import { type AwaitedPiece, Playback } from '../../src/session/playback.ts';

const PIECE = 65_536;
const MIB = 1024 * 1024;

/** A share of two files, with as many pieces of each here as the test puts there. */
function holding() {
  const root = new Uint8Array(32);
  const geometry = new Geometry(PIECE, [
    { path: ['a'], length: 20 * MIB, piecesRoot: root },
    { path: ['b'], length: 100_000, piecesRoot: root },
  ]);
  const here = new Set<number>();
  const lost = new Set<number>();
  const waiting: (readonly AwaitedPiece[])[] = [];
  const playback = new Playback({
    geometry: () => geometry,
    isHere: (piece) => here.has(piece),
    piece: async (piece) => {
      if (!lost.has(piece)) return new Uint8Array(geometry.pieceLengthOf(piece)).fill(piece);
      here.delete(piece);
      lost.delete(piece);
      return null;
    },
    onWaiting: (pieces) => waiting.push(pieces),
    onChange: () => undefined,
  });
  return {
    playback,
    here,
    lost,
    last: () => waiting.at(-1)?.map(({ piece }) => piece) ?? [],
    times: () => waiting.at(-1)?.map(({ inMs }) => inMs) ?? [],
    comes(piece: number) {
      here.add(piece);
      playback.arrived();
    },
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

test('reads what is here at once, to the end of a piece at most', async () => {
  const { playback, here } = holding();
  for (const piece of range(0, 400)) here.add(piece);
  const reader = playback.open(1);
  expect(await reader.read(10, 200_00)).toHaveLength(20_000);
  expect(await reader.read(PIECE - 5, 34_469)).toEqual(new Uint8Array(5).fill(320 & 0xff));
  expect(await reader.read(PIECE, 34_464)).toEqual(new Uint8Array(34_464).fill(321 & 0xff));
  await expect(reader.read(PIECE, 34_465)).rejects.toThrow(RangeError);
});

test('waits for what is not, and has what lies ahead fetched in order', async () => {
  const { playback, here, last, times, comes } = holding();
  here.add(11);
  const reader = playback.open(0);
  const reading = reader.read(10 * PIECE + 7, MIB);
  expect(last()).toEqual([10, ...range(12, 10 + 129)]);
  expect(times().slice(0, 2)).toEqual([0, (1_000 * (2 * PIECE - 7)) / 1_000_000]);
  expect(playback.needs).toBe(10);
  comes(10);
  expect(await reading).toHaveLength(PIECE - 7);
  expect(playback.needs).toBeNull();
});

test('the wish moves with the reader, is shared by several, and goes with the last', async () => {
  const { playback, here, last } = holding();
  for (const piece of range(0, 320)) here.add(piece);
  here.delete(200);
  here.delete(3);
  const [a, b] = [playback.open(0), playback.open(0)];
  await a.read(0, PIECE);
  expect(last()).toEqual([3]);
  await b.read(199 * PIECE, PIECE);
  expect(last()).toEqual([3, 200]);
  await a.read(100 * PIECE, PIECE);
  expect(last()).toEqual([200]);
  b.close();
  a.close();
  expect(last()).toEqual([]);
});

test('who closes while it waits waits no longer', async () => {
  const { playback, last } = holding();
  const reader = playback.open(0);
  const reading = reader.read(0, 5);
  reader.close();
  await expect(reading).rejects.toThrow('nobody reads any more');
  expect(last()).toEqual([]);
  expect(playback.needs).toBeNull();
});

test('a piece that turns out to be lost is waited for', async () => {
  const { playback, here, lost, last, comes } = holding();
  here.add(0);
  lost.add(0);
  const reading = playback.open(0).read(0, 5);
  expect(last()).not.toContain(0);
  await expect.poll(() => playback.needs).toBe(0);
  expect(last()).toContain(0);
  comes(0);
  expect(await reading).toHaveLength(5);
});

test('another runner hears again what is waited for', () => {
  const { playback, last } = holding();
  void playback.open(1).read(0, 5);
  const before = last();
  playback.tellAnew();
  expect(last()).toEqual(before);
  expect(before).toEqual([320, 321]);
});
