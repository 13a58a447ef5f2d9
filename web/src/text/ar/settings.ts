import type { settings as source } from '../en/settings.ts';
import type { Same } from '../text.ts';

export const settings = {
  'settings.about': 'حول Flockdrop',
  'settings.about.text':
    'ينقل Flockdrop الملفات من متصفح إلى متصفح. خادم صغير يعرّف الناس بعضهم ببعض، ولا يرى أبدًا الأسماء ولا المحتويات ولا الروابط. وهو برنامج حر برخصة MIT.',
  'settings.appearance': 'المظهر',
  'settings.copy': 'نسخ',
  'settings.download-limit': 'حدّ التنزيل',
  'settings.keep-awake': 'إبقاء الشاشة مضاءة أثناء نقل الملفات',
  'settings.keep-awake.about':
    'الجهاز الذي يدخل في السكون يوقف كل عمليات النقل. وحين لا يُنقل شيء تنطفئ الشاشة كالعادة.',
  'settings.language': 'اللغة',
  'settings.language.browser': 'كلغة المتصفح',
  'settings.language.missing':
    'لم تصل هذه اللغة: يتعذّر الوصول إلى الخادم. أعد تحميل الصفحة للمحاولة مرة أخرى.',
  'settings.limits.about':
    'لكل مشاركات علامة التبويب معًا. وتتبع كل علامات التبويب المفتوحة في هذا المتصفح أي تغيير فورًا.',
  'settings.name': 'اسم هذا المتصفح',
  'settings.name.about':
    'مشتق من مفتاح في هذا المتصفح، فلا يستطيع أحد أخذ الاسم. يراه الآخرون عند الاتصال بك.',
  'settings.no-limit': 'بلا حدّ',
  'settings.privacy': 'الخصوصية',
  'settings.rate-unit': 'ك.ب/ث',
  'settings.relay-only': 'الاتصال عبر مُرحِّل فقط',
  'settings.relay-only.about':
    'يرى الآخرون عنوان المُرحِّل بدلًا من عنوانك. هذا أبطأ، ويحتاج إلى خادم يوفّر مُرحِّلًا.',
  'settings.theme': 'الألوان',
  'settings.theme.dark': 'داكنة',
  'settings.theme.light': 'فاتحة',
  'settings.theme.system': 'كألوان النظام',
  'settings.title': 'الإعدادات',
  'settings.transfers': 'النقل',
  'settings.upload-limit': 'حدّ الرفع',
  'tab.both': '{first} و{second}',
  'tab.down': 'تنزّل {rate} على الأكثر',
  'tab.down.unlimited': 'تنزّل بلا حدّ',
  'tab.limits': 'هذه العلامة وحدها {limits}: هكذا ورد في رابطها. وأي حدّ تختاره هنا في الإعدادات ينهي ذلك.',
  'tab.up': 'ترفع {rate} على الأكثر',
  'tab.up.unlimited': 'ترفع بلا حدّ',
} satisfies Same<typeof source>;
