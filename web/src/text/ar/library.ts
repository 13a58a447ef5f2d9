import type { library as source } from '../en/library.ts';
import type { Same } from '../text.ts';

export const library = {
  'library.empty': 'لا شيء بعد. ما تشاركه أو تنزّله يظهر هنا، لتستأنفه أو تمرّره أو تزيله.',
  'library.pause': 'إيقاف {name} مؤقتًا',
  'library.progress': 'تقدّم {name}',
  'library.recent': 'أحدث المشاركات',
  'library.resume': 'استئناف {name}',
  'library.storage': 'التخزين',
  'library.storage.used': 'المساحة المستخدمة',
  'library.storage.words': 'المستخدم {used}، ويتيح المتصفح {left} أخرى.',
  'library.title': 'في هذا المتصفح',
} satisfies Same<typeof source>;
