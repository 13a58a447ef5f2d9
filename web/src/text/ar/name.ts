import type { name as source } from '../en/name.ts';
import type { Same } from '../text.ts';

export const name = {
  'name.export': 'اصطحاب…',
  'name.export.about':
    'يحفظ مفتاح هذا الاسم في ملف ليمثّلك متصفح آخر. من لديه الملف وعبارة المرور يصبح أنت، وبدون العبارة لا يفتحه أحد.',
  'name.export.go': 'حفظ الملف',
  'name.exported': 'حُفظ الملف الذي يحمل اسم هذا المتصفح',
  'name.import': 'استلام…',
  'name.import.about':
    'يصبح هذا المتصفح هو الذي حفظ الملف، في كل علامات التبويب. يُستبدل اسمه الحالي: اصطحبه أولًا إن أردت استعادته يومًا. استخدم الاسم في متصفح واحد في كل مرة، فاثنان مفتوحان معًا يعيق أحدهما الآخر.',
  'name.import.file': 'الملف',
  'name.import.go': 'استلام هذا الاسم',
  'name.imported': 'أصبح هذا المتصفح {name}',
  'name.passphrase': 'عبارة المرور',
  'name.renew': 'أخذ اسم جديد',
  'name.renew.about': 'يُفقد الاسم الحالي نهائيًا، ويرى الآخرون شخصًا جديدًا.',
  'name.export.title': 'اصطحاب هذا الاسم',
  'name.import.title': 'استلام اسم',
} satisfies Same<typeof source>;
