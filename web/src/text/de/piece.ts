import type { piece as source } from '../en/piece.ts';
import type { Same } from '../text.ts';

export const piece = {
  'piece.all': '{count, plural, one {# Teil} other {# Teile}}, alle hier',
  'piece.availability.all-of-us':
    'Du und {count, plural, one {eine weitere Person habt} other {# andere habt}} alles',
  'piece.availability.nobody': 'Niemand hier hat alles',
  'piece.availability.only-you': 'Nur du hast alles',
  'piece.availability.others': '{count, plural, one {# Person hat} other {# Leute haben}} alles',
  'piece.checked': 'Wird geprüft',
  'piece.held': 'Hier',
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
