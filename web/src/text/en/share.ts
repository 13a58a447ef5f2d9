export const share = {
  'share.people': '{count, plural, one {# person} other {# people}} connected',
} as const;
