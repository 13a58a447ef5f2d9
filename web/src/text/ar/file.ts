import type { file as source } from '../en/file.ts';
import type { Same } from '../text.ts';

export const file = {
  'file.all': 'اختيار الكل',
  'file.all.found': 'اختيار كل ما وُجد',
  'file.count':
    '{count, plural, zero {لا ملفات} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}}',
  'file.count.some':
    '{count, plural, zero {لا ملفات} one {{wanted, number} من ملف واحد} two {{wanted, number} من ملفين} few {{wanted, number} من # ملفات} many {{wanted, number} من # ملفًا} other {{wanted, number} من # ملف}}',
  'file.filter': 'البحث عن ملفات بالاسم',
  'file.folder.priority': 'أولوية كل ما في {path}',
  'file.folder.wanted': 'تنزيل كل ما في {path}',
  'file.folders.close': 'إغلاق كل المجلدات',
  'file.folders.open': 'فتح كل المجلدات',
  'file.found':
    '{count, plural, zero {لا ملف بهذا الاسم} one {وُجد ملف واحد} two {وُجد ملفان} few {وُجدت # ملفات} many {وُجد # ملفًا} other {وُجد # ملف}}',
  'file.in': 'في',
  'file.list': 'الملفات',
  'file.more': 'عرض المزيد (بقي {count, number})',
  'file.none': 'إلغاء الاختيار',
  'file.none.found': 'إلغاء اختيار ما وُجد',
  'file.priority': 'أولوية {path}',
  'file.priority.first': 'أولًا',
  'file.priority.last': 'أخيرًا',
  'file.priority.mixed': 'متنوعة',
  'file.priority.normal': 'عادية',
  'file.save': 'حفظ {path}',
  'file.selected': 'اخترت {wanted, number} من {all, number}، {size}',
  'file.wanted': 'تنزيل {path}',
} satisfies Same<typeof source>;
