import type { notify as source } from '../en/notify.ts';
import type { Same } from '../text.ts';

export const notify = {
  'notify.blocked':
    'يحظر المتصفح إشعارات هذه الصفحة. اسمح بها في إعدادات الموقع بجانب العنوان ثم فعّل هذا الخيار مجددًا.',
  'notify.complete': 'أخبرني عند اكتمال التنزيل',
  'notify.complete.about': 'بإشعار من نظامك، وفقط عندما تكون هذه الصفحة في الخلفية.',
  'notify.title': 'الإشعارات',
  'notify.unsupported': 'لا يتيح هذا المتصفح لهذه الصفحة إرسال إشعارات.',
  'notify.body': 'اكتمل التنزيل.',
} satisfies Same<typeof source>;
