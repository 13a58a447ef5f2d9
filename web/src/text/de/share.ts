import type { share as source } from '../en/share.ts';
import type { Same } from '../text.ts';

export const share = {
  'share.people': '{count, plural, one {# Person} other {# Leute}} verbunden',
} satisfies Same<typeof source>;
