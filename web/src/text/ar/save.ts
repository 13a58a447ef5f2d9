import type { save as source } from '../en/save.ts';
import type { Same } from '../text.ts';

export const save = {
  'save.again.file': 'اختر الملف مرة أخرى',
  'save.again.files': 'اختر الملفات مرة أخرى',
  'save.again.folder': 'اختر المجلد مرة أخرى',
  'save.by-itself': 'احفظ تلقائيًا حين يكتمل التنزيل',
  'save.by-itself.about':
    'في المجلد الذي اخترته له، وإلا فحيث تذهب تنزيلاتك: مرة واحدة لكل تنزيل، من الآن فصاعدًا. إن سألك المتصفح هل تسمح لهذه الصفحة بحفظ عدة ملفات فاسمح بذلك.',
  'save.cancel': 'إلغاء',
  'save.cancel.label': 'إلغاء الحفظ',
  'save.done': 'حُفظ: ستجده بين تنزيلاتك',
  'save.done.into': 'حُفظ في <bdi>{folder}</bdi>',
  'save.folder': 'احفظ في مجلد…',
  'save.folder.go-on': 'تابع الحفظ في <bdi>{folder}</bdi>',
  'save.folder.other': 'احفظ في مجلد آخر…',
  'save.into': 'جارٍ الحفظ في <bdi>{folder}</bdi>',
  'save.into.waiting': 'يُحفظ في <bdi>{folder}</bdi> ما يصل أولًا بأول',
  'save.progress': 'حُفظ',
  'save.row': 'جارٍ الحفظ: {progress}',
  'save.to-downloads': 'جارٍ الحفظ في تنزيلاتك',
} satisfies Same<typeof source>;
