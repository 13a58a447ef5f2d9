import type { piece as source } from '../en/piece.ts';
import type { Same } from '../text.ts';

export const piece = {
  'piece.all': '{count, plural, one {# Teil} other {# Teile}}, alle hier',
  'piece.availability.all-of-us':
    'Du und {count, plural, one {eine weitere Person habt} other {# andere habt}} alles',
  'piece.availability.copies': 'Alles ist mindestens {copies}-mal hier',
  'piece.availability.nobody': 'Niemand hier hat alles',
  'piece.availability.only-you': 'Nur du hast alles',
  'piece.availability.others': '{count, plural, one {# Person hat} other {# Leute haben}} alles',
  'piece.availability.unheld': '{count, plural, one {# Teil hat} other {# Teile hat}} hier niemand',
  'piece.cell': 'Teil {piece, number}: {state}',
  'piece.cell.part': 'Zum Teil hier',
  'piece.cells': 'Teile {first, number} bis {last, number}: {state}',
  'piece.checked': 'Wird geprüft',
  'piece.held': 'Hier',
  'piece.hint': 'Wähle ein Teil, um zu sehen, wer es hat.',
  'piece.hint.keys': 'Pfeiltasten wählen ein Teil.',
  'piece.holders': '{count, plural, one {{names} hat es} other {{names} haben es}}',
  'piece.holders.more': '{names} und {count, plural, one {# andere Person} other {# andere}} haben es',
  'piece.holders.nobody': 'Niemand, mit dem du verbunden bist, hat es',
  'piece.holders.part': '{count, plural, one {# Person hat} other {# Leute haben}} einen Teil davon',
  'piece.missing': 'Fehlt',
  'piece.requested': 'Angefragt',
  'piece.some': '{held, number} von {count, plural, one {# Teil} other {# Teilen}} hier',
  'piece.title': 'Teile',
  'rate.ago': 'vor 2 Minuten',
  'rate.now': 'jetzt',
  'rate.plot': 'Geschwindigkeit der letzten zwei Minuten, höchstens {highest}',
  'rate.received': 'Empfangen',
  'rate.sent': 'Gesendet',
  'rate.title': 'Geschwindigkeit',
} satisfies Same<typeof source>;
