import type { shell as source } from '../en/shell.ts';
import type { Same } from '../text.ts';

export const shell = {
  'shell.update': 'Eine neue Version ist da. Lade neu, wann es dir passt.',
  'shell.update.later': 'Später',
  'shell.update.reload': 'Neu laden',
} satisfies Same<typeof source>;
