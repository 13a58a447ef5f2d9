import type { unit as source } from '../en/unit.ts';
import type { Same } from '../text.ts';

export const unit = {
  'unit.B': '{value}\u00a0B',
  'unit.GB': '{value}\u00a0GB',
  'unit.MB': '{value}\u00a0MB',
  'unit.PB': '{value}\u00a0PB',
  'unit.TB': '{value}\u00a0TB',
  'unit.days': '{count, plural, one {#\u00a0Tag} other {#\u00a0Tage}}',
  'unit.hours': '{count, number}\u00a0Std.',
  'unit.hours-minutes': '{hours, number}\u00a0Std. {minutes, number}\u00a0Min.',
  'unit.kB': '{value}\u00a0kB',
  'unit.minutes': '{count, number}\u00a0Min.',
  'unit.rate': '{bytes}/s',
  'unit.seconds': '{count, number}\u00a0Sek.',
} satisfies Same<typeof source>;
