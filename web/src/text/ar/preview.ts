import type { preview as source } from '../en/preview.ts';
import type { Same } from '../text.ts';

export const preview = {
  'preview.again': 'المحاولة من جديد',
  'preview.cut': 'يظهر أول ميبيبايت فقط. يلزم حفظ الملف لرؤيته كله.',
  'preview.next': 'الملف التالي',
  'preview.no-pdf-viewer': 'هذا المتصفح لا يعرض ملفات PDF داخل هذه الصفحة. يلزم حفظ الملف لقراءته.',
  'preview.play': 'تشغيل {path}',
  'preview.player': 'مشغّل {name}',
  'preview.position': '{position, number} من {count, number}',
  'preview.previous': 'الملف السابق',
  'preview.resume': 'متابعة التنزيل',
  'preview.show': 'معاينة {path}',
  'preview.waiting.nobody': 'لا أحد من المتصلين لديه هذا الجزء الآن. يستمر الأمر تلقائيًا حين يجلبه أحد.',
  'preview.waiting.paused': 'التنزيل متوقف مؤقتًا، وهذا الجزء لم يصل بعد.',
  'preview.waiting.pieces': 'في انتظار القطع…',
  'problem.codec-unsupported': 'هذا المتصفح لا يستطيع تشغيل هذا الملف. يمكن حفظه وفتحه ببرنامج آخر.',
  'problem.image-unreadable': 'هذا المتصفح لا يستطيع قراءة هذه الصورة. يمكن حفظها وفتحها ببرنامج آخر.',
  'problem.preview-elsewhere':
    'لسان آخر من هذا المتصفح يجلب هذا الملف. يمكن رؤيته هناك، أو الانتظار حتى يكتمل.',
  'problem.preview-empty': 'هذا الملف فارغ.',
  'problem.preview-mismatch':
    'هذا الملف ليس ما يقوله اسمه، ولذلك لا يُعرض. يلزم الحذر: لا يُفتح إلا عند الثقة بمن أرسله.',
  'problem.preview-no-text': 'لهذا الملف اسم نص وليس نصًا. يمكن حفظه لرؤيته ببرنامج آخر.',
  'problem.preview-resting': 'هذه المشاركة ساكنة في هذا المتصفح. تلزم متابعتها لرؤية ملفاتها.',
  'problem.preview-too-large':
    'في هذه الصفحة لا يستطيع المتصفح عرض ملف أكبر من 512 ميبيبايت. يمكن حفظه لرؤيته.',
  'problem.preview-unknown': 'لا معاينة لهذا النوع من الملفات. يمكن حفظه وفتحه ببرنامج يعرفه.',
  'problem.stream-broken': 'فقد المشغّل صلته بالملف. ما وصل ما زال هنا: يمكن المحاولة من جديد.',
  'problem.stream-unsupported':
    'في هذه الصفحة لا يستطيع المتصفح تشغيل ملف قبل أن يكتمل: يحتاج ذلك إلى https ونافذة غير خاصة. يلزم الانتظار حتى يصل.',
} satisfies Same<typeof source>;
