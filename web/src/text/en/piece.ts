/** The map of pieces and the plot of rates. */
export const piece = {
  'piece.all': '{count, plural, one {# piece} other {# pieces}}, all here',
  'piece.availability.all-of-us':
    'You and {count, plural, one {# other person} other {# others}} hold everything',
  'piece.availability.nobody': 'Nobody here holds everything',
  'piece.availability.only-you': 'Only you hold everything',
  'piece.availability.others': '{count, plural, one {# person holds} other {# people hold}} everything',
  'piece.checked': 'Being checked',
  'piece.held': 'Here',
  'piece.missing': 'Missing',
  'piece.requested': 'Asked for',
  'piece.some': '{held, number} of {count, plural, one {# piece} other {# pieces}} here',
  'piece.title': 'Pieces',
  'rate.ago': '2 minutes ago',
  'rate.now': 'now',
  'rate.plot': 'Rates of the last two minutes, {highest} at most',
  'rate.received': 'Received',
  'rate.sent': 'Sent',
  'rate.title': 'Rates',
} as const;
