import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pair, Times } from './observer.ts';

/** One transfer, from the link opened. */
export type Entry = { readonly title: string; readonly kind: string } & Pair & Times;

const FILE = fileURLToPath(new URL('../../test-results/nat-lab-times.ndjson', import.meta.url));

/** Workers come and go with each failure: the entries of all of them meet in a file. */
export function note(entry: Entry): void {
  mkdirSync(dirname(FILE), { recursive: true });
  appendFileSync(FILE, `${JSON.stringify(entry)}\n`);
}

export function clear(): void {
  rmSync(FILE, { force: true });
}

/** Of what was noted since `clear`; empty where nothing was. */
export function table(): string {
  const entries = read();
  if (entries.length === 0) return '';
  const lines = [
    ['from the link opened, ms', 'kind', 'candidates', 'channel open', 'first piece'],
    ...entries.map(cells),
  ];
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cells({
  title,
  kind,
  local,
  remote,
  relayProtocol,
  openMs,
  firstPieceMs,
}: Entry): readonly string[] {
  const relay = relayProtocol === null ? '' : ` over ${relayProtocol}`;
  const ms = (time: number | null) => (time === null ? '-' : time.toFixed(0));
  return [title, kind, `${local}${relay} - ${remote}`, ms(openMs), ms(firstPieceMs)];
}

function read(): readonly Entry[] {
  try {
    return readFileSync(FILE, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}
