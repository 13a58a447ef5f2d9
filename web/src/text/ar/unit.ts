import type { unit as source } from '../en/unit.ts';
import type { Same } from '../text.ts';

export const unit = {
  'unit.B': '{value}\u00a0بايت',
  'unit.GB': '{value}\u00a0غ.ب',
  'unit.MB': '{value}\u00a0م.ب',
  'unit.PB': '{value}\u00a0ب.ب',
  'unit.TB': '{value}\u00a0ت.ب',
  'unit.days':
    '{count, plural, zero {أقل من يوم} one {يوم واحد} two {يومان} few {#\u00a0أيام} many {#\u00a0يومًا} other {#\u00a0يوم}}',
  'unit.hours': '{count, number}\u00a0س',
  'unit.hours-minutes': '{hours, number}\u00a0س {minutes, number}\u00a0د',
  'unit.kB': '{value}\u00a0ك.ب',
  'unit.minutes': '{count, number}\u00a0د',
  'unit.rate': '{bytes}/ث',
  'unit.seconds': '{count, number}\u00a0ث',
} satisfies Same<typeof source>;
