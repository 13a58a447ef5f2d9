import type { Text } from './text.ts';

/** Numbers as people read them. Bytes count in thousands, as disks and networks do. */
export interface Formats {
  /** At most so many digits after the point; thousands in groups. */
  number(value: number, digits?: number): string;
  /** `1.2 MB`: three digits that mean something, no more. */
  bytes(bytes: number): string;
  /** `1.2 MB/s`. */
  rate(bytesPerSecond: number): string;
  /** `42%`; 100 only when it is all there, 0 only when nothing is. */
  percent(progress: number): string;
  /** `5 s`, `3 min`, `2 h 10 min`, `4 days`. */
  duration(ms: number): string;
  /** `27 Nov 2026`; milliseconds since the epoch. */
  date(atMs: number): string;
}

const UNITS = ['unit.B', 'unit.kB', 'unit.MB', 'unit.GB', 'unit.TB', 'unit.PB'] as const;

export function createFormats(locale: string, text: Text): Formats {
  // Made when first needed: each takes longer than a page of numbers.
  const numbers: Intl.NumberFormat[] = [];
  let percents: Intl.NumberFormat | undefined;
  let dates: Intl.DateTimeFormat | undefined;
  const number = (value: number, digits = 0) => {
    numbers[digits] ??= new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
    return numbers[digits].format(value);
  };
  const bytes = (length: number) => {
    let value = Math.max(0, length);
    let unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1_000;
      unit++;
    }
    const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return text(UNITS[unit] ?? 'unit.PB', { value: number(value, digits) });
  };
  const percent = (progress: number) => {
    percents ??= new Intl.NumberFormat(locale, { style: 'percent' });
    const known = progress > 0 && progress < 1;
    return percents.format(
      known ? Math.min(99, Math.max(1, Math.floor(progress * 100))) / 100 : Number(progress >= 1),
    );
  };
  const duration = (ms: number) => {
    const seconds = Math.max(1, Math.round(ms / 1_000));
    if (seconds < 60) return text('unit.seconds', { count: seconds });
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) return text('unit.minutes', { count: minutes });
    const hours = Math.floor(minutes / 60);
    if (hours >= 48) return text('unit.days', { count: Math.round(hours / 24) });
    if (minutes % 60 === 0) return text('unit.hours', { count: hours });
    return text('unit.hours-minutes', { hours, minutes: minutes % 60 });
  };
  return {
    number,
    bytes,
    percent,
    duration,
    rate: (bytesPerSecond) => text('unit.rate', { bytes: bytes(bytesPerSecond) }),
    date(atMs) {
      dates ??= new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
      return dates.format(atMs);
    },
  };
}
