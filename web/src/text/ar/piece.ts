import type { piece as source } from '../en/piece.ts';
import type { Same } from '../text.ts';

export const piece = {
  'piece.all':
    '{count, plural, zero {لا قطع} one {قطعة واحدة، وهي هنا} two {قطعتان، كلتاهما هنا} few {# قطع، كلها هنا} many {# قطعة، كلها هنا} other {# قطعة، كلها هنا}}',
  'piece.availability.all-of-us':
    '{count, plural, zero {لديك كل شيء} one {لديك ولدى شخص آخر كل شيء} two {لديك ولدى شخصين آخرين كل شيء} few {لديك ولدى # آخرين كل شيء} many {لديك ولدى # آخرين كل شيء} other {لديك ولدى # آخرين كل شيء}}',
  'piece.availability.copies': 'كل شيء موجود هنا {copies} مرة على الأقل',
  'piece.availability.nobody': 'ليس لدى أحد هنا كل شيء',
  'piece.availability.only-you': 'لديك وحدك كل شيء',
  'piece.availability.others':
    '{count, plural, zero {ليس لدى أحد كل شيء} one {لدى شخص واحد كل شيء} two {لدى شخصين كل شيء} few {لدى # أشخاص كل شيء} many {لدى # شخصًا كل شيء} other {لدى # شخص كل شيء}}',
  'piece.availability.unheld':
    '{count, plural, zero {كل القطع موجودة هنا} one {قطعة واحدة ليست لدى أحد هنا} two {قطعتان ليستا لدى أحد هنا} few {# قطع ليست لدى أحد هنا} many {# قطعة ليست لدى أحد هنا} other {# قطعة ليست لدى أحد هنا}}',
  'piece.cell': 'القطعة {piece, number}: {state}',
  'piece.cell.part': 'بعضها هنا',
  'piece.cells': 'القطع من {first, number} إلى {last, number}: {state}',
  'piece.checked': 'قيد الفحص',
  'piece.held': 'هنا',
  'piece.hint': 'اختر قطعة لترى من لديه نسخة منها.',
  'piece.hint.keys': 'اختر قطعة بمفاتيح الأسهم.',
  'piece.holders':
    '{count, plural, zero {لدى {names}} one {لدى {names}} two {لدى {names}} few {لدى {names}} many {لدى {names}} other {لدى {names}}}',
  'piece.holders.more':
    '{count, plural, zero {لدى {names}} one {لدى {names} وشخص آخر} two {لدى {names} وشخصين آخرين} few {لدى {names} و# آخرين} many {لدى {names} و# آخرين} other {لدى {names} و# آخرين}}',
  'piece.holders.nobody': 'ليست لدى أحد ممن تتصل بهم',
  'piece.holders.part':
    '{count, plural, zero {لا أحد لديه شيء منها} one {لدى شخص واحد بعضها} two {لدى شخصين بعضها} few {لدى # أشخاص بعضها} many {لدى # شخصًا بعضها} other {لدى # شخص بعضها}}',
  'piece.missing': 'ناقصة',
  'piece.requested': 'مطلوبة',
  'piece.some':
    '{count, plural, zero {لا قطع} one {{held, number} من قطعة واحدة هنا} two {{held, number} من قطعتين هنا} few {{held, number} من # قطع هنا} many {{held, number} من # قطعة هنا} other {{held, number} من # قطعة هنا}}',
  'piece.title': 'القطع',
  'piece.to-come': 'ما ينتقل يظهر هنا فور حضور من لديه الملفات.',
  'rate.ago': 'قبل دقيقتين',
  'rate.now': 'الآن',
  'rate.plot': 'السرعة في آخر دقيقتين، {highest} كحد أقصى',
  'rate.received': 'المستلَم',
  'rate.sent': 'المرسَل',
  'rate.title': 'السرعة',
} satisfies Same<typeof source>;
