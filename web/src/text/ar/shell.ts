import type { shell as source } from '../en/shell.ts';
import type { Same } from '../text.ts';

export const shell = {
  'shell.arrival': 'من تطبيق آخر',
  'shell.arrival.discard': 'تجاهل',
  'shell.arrival.files':
    '{count, plural, zero {لا ملفات من تطبيق آخر} one {ملف واحد من تطبيق آخر} two {ملفان من تطبيق آخر} few {# ملفات من تطبيق آخر} many {# ملفًا من تطبيق آخر} other {# ملف من تطبيق آخر}}',
  'shell.arrival.link': 'رابط من تطبيق آخر',
  'shell.arrival.lost':
    'لم يصل ما أرسله التطبيق الآخر: المساحة لا تكفي أو لم يكن Flockdrop جاهزًا بعد. يمكن الإرسال من جديد أو اختيار الملفات من هنا.',
  'shell.arrival.more': 'و{count, number} أخرى',
  'shell.arrival.open': 'فتح',
  'shell.arrival.share': 'مشاركة',
  'shell.install': 'تثبيت Flockdrop',
  'shell.install.by-hand':
    'في قائمة المشاركة في المتصفح، اختيار «إضافة إلى الشاشة الرئيسية». بعدها يُفتح Flockdrop كأي تطبيق آخر، حتى من دون شبكة.',
  'shell.install.do': 'تثبيت',
  'shell.install.text':
    'بعدها يُفتح كأي تطبيق آخر، حتى من دون شبكة، ويمكن للتطبيقات الأخرى أن ترسل إليه ملفات.',
  'shell.update': 'إصدار جديد جاهز. يمكن إعادة التحميل في أي وقت مناسب.',
  'shell.update.later': 'لاحقًا',
  'shell.update.reload': 'إعادة التحميل',
} satisfies Same<typeof source>;
