import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pair, Times } from './observer.ts';

const FILE = fileURLToPath(new URL('../../test-results/nat-lab-times.ndjson', import.meta.url));
const HEADS = {
  path: ['from the link opened, ms', 'kind', 'candidates', 'channel open', 'first piece'],
  recovery: ['until data moves again, ms', 'took'],
  diagnosis: ['until both are told why nothing connects, ms', 'code', 'took'],
};

interface Row {
  readonly table: keyof typeof HEADS;
  readonly cells: readonly string[];
}

/** One transfer, from the link opened. */
export function notePath(path: { readonly title: string; readonly kind: string } & Pair & Times): void {
  const { title, kind, local, remote, relayProtocol, openMs, firstPieceMs } = path;
  const relay = relayProtocol === null ? '' : ` over ${relayProtocol}`;
  note({ table: 'path', cells: [title, kind, `${local}${relay} - ${remote}`, ms(openMs), ms(firstPieceMs)] });
}

/** How long it took until data moved again. */
export function noteRecovery(title: string, tookMs: number): void {
  note({ table: 'recovery', cells: [title, ms(tookMs)] });
}

/** How long it took until the page named why there is no path. */
export function noteDiagnosis(title: string, code: string, tookMs: number): void {
  note({ table: 'diagnosis', cells: [title, code, ms(tookMs)] });
}

export function clear(): void {
  rmSync(FILE, { force: true });
}

/** What was noted since `clear`; empty where nothing was. */
export function tables(): string {
  const rows = read();
  return (['path', 'recovery', 'diagnosis'] as const)
    .map((table) => [HEADS[table], ...rows.filter((row) => row.table === table).map(({ cells }) => cells)])
    .filter((lines) => lines.length > 1)
    .map(aligned)
    .join('\n\n');
}

/** Workers come and go with each failure: what all of them note meets in a file. */
function note(row: Row): void {
  mkdirSync(dirname(FILE), { recursive: true });
  appendFileSync(FILE, `${JSON.stringify(row)}\n`);
}

function read(): readonly Row[] {
  try {
    return readFileSync(FILE, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const pad = (cell: string, at: number) => cell.padEnd(widths[at] ?? 0);
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

function ms(time: number | null): string {
  return time === null ? '-' : time.toFixed(0);
}
