import type { scan as source } from '../en/scan.ts';
import type { Same } from '../text.ts';

export const scan = {
  'scan.about': 'ضع رمز QR الخاص بالمشاركة داخل الصورة.',
  'scan.camera-busy': 'لا تعطي الكاميرا صورة. أغلق البرامج الأخرى التي تستخدمها ثم حاول مجددًا.',
  'scan.camera-denied':
    'لا يسمح المتصفح لهذه الصفحة باستخدام الكاميرا. اسمح بذلك في إعدادات الموقع بجانب العنوان ثم حاول مجددًا.',
  'scan.camera-missing': 'لم يُعثر على كاميرا. الصق الرابط بدلًا من ذلك.',
  'scan.other': 'لا يحتوي هذا الرمز على رابط مشاركة. ضع رمز مشاركة داخل الصورة.',
  'scan.picture': 'ما تراه الكاميرا',
  'scan.scanner-missing': 'لم يصل قارئ الرموز: الخادم غير متاح. حاول لاحقًا أو الصق الرابط.',
  'scan.title': 'مسح مشاركة',
} satisfies Same<typeof source>;
