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
  'app.offline':
    'لا يوجد اتصال بالشبكة. كل ما يحتفظ به هذا المتصفح موجود هنا ويمكن حفظه. ويعود اللقاء بالآخرين ممكنًا عند عودة الشبكة.',
  'app.one-moment': 'لحظة من فضلك…',
  'app.reload': 'إعادة تحميل الصفحة',
  'app.server-away':
    'يتعذّر الوصول إلى خادم التعارف. عمليات النقل الجارية مستمرة، لكن لا يمكن لأشخاص جدد الانضمام الآن.',
  'app.settings': 'الإعدادات',
  'app.unstarted': 'تعذّر تشغيل Flockdrop',
  'app.unsupported': 'لا يمكن تشغيل Flockdrop هنا',
  'problem.insecure-context':
    'وصلت هذه الصفحة عبر http العادي. المشاركة والتنزيل يعملان. افتحها عبر ‎https://‎ لتجهيز أسرع، ولملفات تزيد على 2 غيغابايت، ولتطمئن إلى أن أحدًا في الطريق لم يغيّر الصفحة.',
  'problem.load-failed':
    'لم يصل جزء من Flockdrop: يتعذّر الوصول إلى الخادم، أو أنه حُدّث للتو. لم يُشارَك شيء جديد، وما يحتفظ به هذا المتصفح لا يزال موجودًا. أعد تحميل الصفحة للمتابعة.',
  'problem.no-storage':
    'لا يسمح هذا المتصفح للصفحة بتخزين أي شيء. اخرج من التصفح الخاص أو اسمح ببيانات المواقع، ثم أعد التحميل.',
  'problem.no-webrtc': 'ليس في هذا المتصفح WebRTC، أو أن إضافة تحجبه. اسمح به هنا، أو استخدم متصفحًا آخر.',
  'problem.start-failed': 'تعذّر تشغيل Flockdrop: {reason}. أعد تحميل الصفحة للمحاولة مرة أخرى.',
  'problem.unreadable':
    'تعذّرت قراءة شيء مما أسقطته ({reason})، فلم يُشارَك شيء. تأكد من أن كل ملف فيه يُفتح، ثم أسقِطه من جديد.',
  'app.drop.count':
    '{count, plural, zero {لا عناصر} one {عنصر واحد} two {عنصران} few {# عناصر} many {# عنصرًا} other {# عنصر}}',
  'app.got': 'وصل: {files}، {size}. لحظة من فضلك: ما زالت بقية Flockdrop في الطريق.',
  'app.got.files':
    '{count, plural, zero {لا ملفات} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}}',
  'app.pasted-image': 'صورة ملصقة {when}',
  'app.pasted-text': 'نص ملصق {when}',
} satisfies Same<typeof source>;
