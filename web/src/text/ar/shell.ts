import type { shell as source } from '../en/shell.ts';
import type { Same } from '../text.ts';

export const shell = {
  'shell.update': 'إصدار جديد جاهز. يمكن إعادة التحميل في أي وقت مناسب.',
  'shell.update.later': 'لاحقًا',
  'shell.update.reload': 'إعادة التحميل',
} satisfies Same<typeof source>;
