import type { home as source } from '../en/home.ts';
import type { Same } from '../text.ts';

export const home = {
  'home.choose': 'اختر ما تريد مشاركته',
  'home.choose-files': 'اختيار ملفات',
  'home.choose-folder': 'اختيار مجلد',
  'home.drop': 'أسقِط الملفات أو المجلدات هنا، أو ألصقها، أو',
  'home.file-input': 'ملفات للمشاركة',
  'home.folder-input': 'مجلد للمشاركة',
  'home.headline': 'أسقِط الملفات. أرسل رابطًا واحدًا. <accent>والسرب يحملها.</accent>',
  'home.link-input': 'رابط أو رابط مغناطيسي',
  'home.no-account': 'بلا حساب، ولا حدّ للحجم سوى قرصك. أبقِ علامة التبويب مفتوحة ما دام الآخرون ينزّلون.',
  'home.open': 'فتح',
  'home.open-torrent': 'فتح ملف ‎.torrent',
  'home.paste-link': 'لديك رابط؟ ألصقه هنا',
  'home.point.checked': 'كل بايت مفحوص',
  'home.point.checked.text': 'تُفحص كل قطعة قبل أن تُحتسب، ومن يرسل بيانات فاسدة يُستبعد.',
  'home.point.everyone': 'الجميع يساعد',
  'home.point.everyone.text': 'كل من يفتح الرابط يمرّر ما وصله: كلما زاد الناس زادت السرعة.',
  'home.point.upload': 'بلا رفع',
  'home.point.upload.text': 'تبقى ملفاتك على جهازك وتذهب مباشرة إلى من ترسل إليهم الرابط.',
  'home.share-files': 'مشاركة الملفات',
  'home.torrent-input': 'ملف ‎.torrent',
} satisfies Same<typeof source>;
