import type { peer as source } from '../en/peer.ts';
import type { Same } from '../text.ts';

export const peer = {
  'peer.activity.about-to-begin': 'على وشك البدء',
  'peer.activity.banned': 'مُستبعد: أرسل بيانات فاسدة',
  'peer.activity.connecting': 'جارٍ الاتصال',
  'peer.activity.gives': 'يعطي',
  'peer.activity.gives-and-takes': 'يعطي ويأخذ',
  'peer.activity.idle': 'لا شيء للتبادل',
  'peer.activity.snubbed': 'توقف عن الرد: نسأل غيره',
  'peer.activity.takes': 'يأخذ',
  'peer.activity.waiting-both': 'كلاكما في انتظار الدور',
  'peer.activity.waiting-them': 'في انتظار دوره',
  'peer.activity.waiting-us': 'مشغول بغيرنا: ننتظر دورنا',
  'peer.column.down': 'منه',
  'peer.column.name': 'من',
  'peer.column.progress': 'لديه',
  'peer.column.rtt': 'المسار',
  'peer.column.up': 'إليه',
  'peer.connection.connecting': '–',
  'peer.connection.direct': 'مباشر',
  'peer.connection.lan': 'الشبكة نفسها',
  'peer.connection.relay': 'عبر مُرحِّل',
  'peer.in-all': '{bytes} إجمالًا',
  'peer.lanes':
    '{count, plural, zero {{path}} one {{path}، مسلك واحد} two {{path}، مسلكان} few {{path}، # مسالك} many {{path}، # مسلكًا} other {{path}، # مسلك}}',
  'peer.list': 'الأشخاص',
  'peer.nobody': 'لا أحد متصل بعد.',
  'peer.nobody.paused': 'لا أحد متصل أثناء الإيقاف المؤقت.',
  'peer.nobody.send-link': 'لا أحد غيرك هنا بعد. أرسل الرابط: كل من يفتحه يظهر هنا.',
  'peer.rtt': '{count, number}\u00a0م.ث',
  'peer.title': 'السرب',
} satisfies Same<typeof source>;
