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
  'library.empty.go': 'شارِك شيئًا',
  'library.found.none': 'لا شيء هنا في اسمه «{words}».',
  'library.keep': 'الحفظ بأمان',
  'library.keep.about': 'عندما يمتلئ القرص قد يحذف المتصفح ما تحفظه هذه الصفحة. يمكنك أن تطلب منه ألا يفعل.',
  'library.keep.refused':
    'لم يوافق المتصفح. فهو ينظر إلى عدد زياراتك: ثبّت Flockdrop أو أضِفه إلى العلامات ثم اطلب مجددًا.',
  'library.kept': 'محفوظ بأمان: لا يحذف المتصفح شيئًا منه عندما يمتلئ القرص.',
  'library.search': 'بحث',
  'library.sort': 'الترتيب',
  'library.sort.name': 'حسب الاسم',
  'library.sort.newest': 'الأحدث أولًا',
  'library.sort.size': 'الأكبر أولًا',
} satisfies Same<typeof source>;
