/** Numbers as people read them. Bytes count in thousands, as disks and networks do. */
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Keeps a number and its unit on one line. */
const NBSP = '\u00a0';

/** Made when first needed: it takes longer than a page of numbers. */
let grouping: Intl.NumberFormat | undefined;

/** At most so many digits after the point; thousands in groups. */
export function formatNumber(value: number, digits = 0): string {
  const rounded = Number(value.toFixed(digits));
  if (rounded < 1_000) return String(rounded);
  grouping ??= new Intl.NumberFormat('en');
  return grouping.format(rounded);
}

/** `1.2 MB`: three digits that mean something, no more. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${formatNumber(value, digits)}${NBSP}${UNITS[unit]}`;
}

export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** `42%`; 100 only when it is all there, 0 only when nothing is. */
export function formatPercent(progress: number): string {
  if (progress >= 1) return '100%';
  if (progress <= 0) return '0%';
  return `${Math.min(99, Math.max(1, Math.floor(progress * 100)))}%`;
}

/** `5 s`, `3 min`, `2 h 10 min`, `4 days`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds}${NBSP}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}${NBSP}min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48)
    return minutes % 60 === 0 ? `${hours}${NBSP}h` : `${hours}${NBSP}h ${minutes % 60}${NBSP}min`;
  return `${Math.round(hours / 24)}${NBSP}days`;
}

/** `1 file`, `3 files`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** `Paused · 42% · 1.2 MB`: what there is to say, on as many lines as it takes; a line never begins with the dot. */
export function joinFacts(facts: readonly (string | null)[]): string {
  return facts.filter((fact) => fact !== null && fact !== '').join(`${NBSP}· `);
}
