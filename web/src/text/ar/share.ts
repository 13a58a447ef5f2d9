import type { share as source } from '../en/share.ts';
import type { Same } from '../text.ts';

export const share = {
  'share.people':
    '{count, plural, zero {لا أحد متصل} one {شخص واحد متصل} two {شخصان متصلان} few {# أشخاص متصلون} many {# شخصًا متصلًا} other {# شخص متصل}}',
} satisfies Same<typeof source>;
