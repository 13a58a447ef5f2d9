import type { file as source } from '../en/file.ts';
import type { Same } from '../text.ts';

export const file = {
  'file.all': 'اختيار الكل',
  'file.count':
    '{count, plural, zero {لا ملفات} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}}',
  'file.downloaded': 'ما نُزّل من {path}',
  'file.in': 'في',
  'file.list': 'الملفات',
  'file.more':
    '{count, plural, zero {عرض المزيد} one {عرض المزيد (بقي ملف واحد)} two {عرض المزيد (بقي ملفان)} few {عرض المزيد (بقيت # ملفات)} many {عرض المزيد (بقي # ملفًا)} other {عرض المزيد (بقي # ملف)}}',
  'file.none': 'إلغاء الاختيار',
  'file.priority': 'أولوية {path}',
  'file.priority.first': 'أولًا',
  'file.priority.last': 'أخيرًا',
  'file.priority.normal': 'عادية',
  'file.save': 'حفظ {path}',
  'file.selected': 'اخترت {wanted, number} من {all, number}، {size}',
  'file.wanted': 'تنزيل {path}',
} satisfies Same<typeof source>;
