/** Sizes and times; the spaces do not break. */
export const unit = {
  'unit.B': '{value}\u00a0B',
  'unit.GB': '{value}\u00a0GB',
  'unit.MB': '{value}\u00a0MB',
  'unit.PB': '{value}\u00a0PB',
  'unit.TB': '{value}\u00a0TB',
  'unit.days': '{count, plural, one {#\u00a0day} other {#\u00a0days}}',
  'unit.hours': '{count, number}\u00a0h',
  'unit.hours-minutes': '{hours, number}\u00a0h {minutes, number}\u00a0min',
  'unit.kB': '{value}\u00a0kB',
  'unit.minutes': '{count, number}\u00a0min',
  'unit.rate': '{bytes}/s',
  'unit.seconds': '{count, number}\u00a0s',
} as const;
