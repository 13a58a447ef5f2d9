import type { address as source } from '../en/address.ts';
import type { Same } from '../text.ts';

export const address = {
  'address.before':
    'لا يُجرى أي اتصال قبل النقر. بعد ذلك يرى المشاركون عنوانك على الشبكة (IP)، كما في أي اتصال مباشر، وتمرّر أنت ما وصلك. لن تظهر هذه الملاحظة مرة أخرى.',
  'address.fine': 'حسنًا، فهمت',
  'address.later': 'لا يُجرى أي اتصال قبل النقر.',
  'address.now': 'يتصل بك المشاركون مباشرة ويرون عنوانك على الشبكة (IP).',
  'address.relay': 'اتصالك يمر عبر مُرحِّل: يرى الآخرون عنوانه بدل عنوانك. وهذا أبطأ، ويجب أن يوفّره هذا الخادم.',
  'address.use-direct': 'الاتصال مباشرة بدلًا من ذلك',
  'address.use-relay': 'الاتصال عبر مُرحِّل بدلًا من ذلك',
} satisfies Same<typeof source>;
