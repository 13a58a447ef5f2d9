/** The least times that physics allows for a share to reach everyone. Bytes, bytes per second, milliseconds. */

/** Kumar & Ross 2006: the seed's line, the slowest downloader's line, and all uplinks together. */
export function fluidBoundMs(crowd: {
  readonly bytes: number;
  readonly seedUpBps: number;
  readonly upBps: readonly number[];
  /** Of the slowest downloader; infinite when unlimited. */
  readonly leastDownBps: number;
}): number {
  const { bytes, seedUpBps, upBps, leastDownBps } = crowd;
  const all = seedUpBps + upBps.reduce((total, bps) => total + bps, 0);
  return 1_000 * Math.max(bytes / seedUpBps, bytes / leastDownBps, (upBps.length * bytes) / all);
}

/** With equal uplinks and whole pieces: the last piece leaves the seed after all others, and doubles from there. */
export function chunkedBoundMs(crowd: {
  readonly bytes: number;
  readonly upBps: number;
  readonly downloaders: number;
  readonly pieces: number;
}): number {
  const { bytes, upBps, downloaders, pieces } = crowd;
  return ((1_000 * bytes) / upBps) * (1 + Math.floor(Math.log2(downloaders)) / pieces);
}
