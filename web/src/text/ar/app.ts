import type { app as source } from '../en/app.ts';
import type { Same } from '../text.ts';

export const app = {
  'app.close': 'إغلاق',
  'app.copied': 'تم النسخ',
  'app.copy-by-hand': 'حدّد النص وانسخه بيدك',
  'app.dismiss': 'إخفاء',
  'app.drop': 'أفلِت للمشاركة',
  'app.getting-ready': 'وصلت الملفات. لحظة من فضلك: بقية Flockdrop في الطريق.',
  'app.library': 'المكتبة',
  'app.main': 'القائمة الرئيسية',
  'app.one-moment': 'لحظة من فضلك…',
  'app.reload': 'إعادة تحميل الصفحة',
  'app.server-away':
    'يتعذّر الوصول إلى خادم التعارف. عمليات النقل الجارية مستمرة، لكن لا يمكن لأشخاص جدد الانضمام الآن.',
  'app.settings': 'الإعدادات',
  'app.unstarted': 'تعذّر تشغيل Flockdrop',
  'app.unsupported': 'لا يمكن تشغيل Flockdrop هنا',
} satisfies Same<typeof source>;
