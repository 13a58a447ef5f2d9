import type { news as source } from '../en/news.ts';
import type { Same } from '../text.ts';

export const news = {
  'news.complete': 'اكتمل تنزيل <bdi>{name}</bdi>',
  'news.place': 'رسائل',
  'news.remove.about': 'ينسى المشاركة ويحرّر مساحتها. أما الملفات المحفوظة أو المشارَكة من قرصك فتبقى مكانها.',
  'news.remove.saving': 'يجري حفظ المشاركة الآن. انتظر حتى يكتمل الحفظ أو ألغِه أولًا.',
  'news.removed': 'أُزيل <bdi>{name}</bdi>',
  'news.saved': 'حُفظ <bdi>{name}</bdi>',
  'news.show': 'عرض',
  'news.undo': 'تراجع',
} satisfies Same<typeof source>;
