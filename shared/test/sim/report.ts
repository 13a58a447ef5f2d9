import type { SimNode } from './node.ts';
import type { World } from './world.ts';

/** What a crowd did, in numbers: for a person to read and for gates to check. */
export interface CrowdReport {
  readonly scenario: string;
  readonly seed: number;
  readonly peers: number;
  readonly pieces: number;
  readonly shareBytes: number;
  /** Virtual milliseconds from the start to each reported downloader's last piece, sorted. */
  readonly completionsMs: readonly number[];
  readonly lastMs: number;
  /** The least time that physics allows, ms, and by which formula. */
  readonly boundMs: number;
  readonly boundName: string;
  readonly ratio: number;
  /** Of all payload received by honest peers, what came twice. */
  readonly duplicateShare: number;
  /** All bytes that are no payload, over the payload. */
  readonly controlShare: number;
  readonly messages: number;
  /** Events that engines handled for each piece that was stored. */
  readonly eventsPerPiece: number;
  /** Payload that the first seed sent, in shares. */
  readonly seedSent: number;
  /** Payload sent over payload received of honest downloaders: the least, the median and the most. */
  readonly givenOverTaken: readonly [number, number, number];
  readonly banned: readonly string[];
  readonly digest: string;
}

export function describeCrowd(
  world: World,
  about: {
    readonly scenario: string;
    readonly sharer: SimNode;
    readonly downloaders: readonly SimNode[];
    readonly boundMs: number;
    readonly boundName: string;
  },
): CrowdReport {
  const { sharer, downloaders, boundMs } = about;
  const nodes = [...world.nodes.values()];
  const honest = nodes.filter(({ behaviour }) => behaviour.isHonest);
  const completionsMs = downloaders
    .map((node) => node.completedAtMs ?? Number.POSITIVE_INFINITY)
    .sort((a, b) => a - b);
  const lastMs = completionsMs.at(-1) ?? 0;
  const received = sum(honest, ({ diary }) => diary.receivedBytes);
  const payload = sum(nodes, ({ diary }) => diary.sentBytes);
  const { geometry } = sharer.torrent.info;
  const ratios = downloaders
    .map(({ diary }) => diary.sentBytes / Math.max(1, diary.receivedBytes))
    .sort((a, b) => a - b);
  return {
    scenario: about.scenario,
    seed: world.seed,
    peers: nodes.length,
    pieces: geometry.pieceCount,
    shareBytes: geometry.totalLength,
    completionsMs,
    lastMs,
    boundMs,
    boundName: about.boundName,
    ratio: lastMs / boundMs,
    duplicateShare: sum(honest, (node) => node.duplicateBytes) / Math.max(1, received),
    controlShare: sum(nodes, ({ diary }) => diary.controlBytes) / Math.max(1, payload),
    messages: sum(nodes, ({ diary }) => diary.sentMessages),
    eventsPerPiece:
      sum(nodes, ({ events }) => events) /
      Math.max(
        1,
        sum(downloaders, ({ disk }) => disk.stored.size),
      ),
    seedSent: sharer.diary.sentBytes / geometry.totalLength,
    givenOverTaken: [ratios[0] ?? 0, ratios[Math.floor(ratios.length / 2)] ?? 0, ratios.at(-1) ?? 0],
    banned: [...new Set(honest.flatMap(({ banned }) => [...banned]))].sort(),
    digest: world.trace.digest,
  };
}

/** As lines for a terminal. */
export function printCrowd(report: CrowdReport): string {
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  const at = (share: number) => {
    const { completionsMs } = report;
    return seconds(
      completionsMs[Math.min(completionsMs.length - 1, Math.floor(share * completionsMs.length))] ?? 0,
    );
  };
  return [
    `${report.scenario}: ${report.peers} peers, ${report.pieces} pieces, ${(report.shareBytes / 1e6).toFixed(0)} MB, seed ${report.seed}`,
    `completion   first ${at(0)} · median ${at(0.5)} · 95 % ${at(0.95)} · last ${seconds(report.lastMs)}`,
    `bound        ${seconds(report.boundMs)} (${report.boundName}) · last over bound ${report.ratio.toFixed(3)}`,
    `fairness     given over taken: least ${report.givenOverTaken.map((ratio) => ratio.toFixed(2)).join(' · median ')} most`,
    `waste        duplicates ${percent(report.duplicateShare)} · control ${percent(report.controlShare)} of payload`,
    `work         ${report.messages} messages · ${report.eventsPerPiece.toFixed(1)} engine events a piece · the seed sent ${report.seedSent.toFixed(2)} shares`,
    `banned       ${report.banned.length === 0 ? 'nobody' : report.banned.join(', ')}`,
    `trace        ${report.digest}`,
  ].join('\n');
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}
