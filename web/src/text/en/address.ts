/** That others see the address of this browser. */
export const address = {
  'address.before':
    'Nothing is connected before you click. Then the people who take part in this share see your network address (your IP), as with any direct connection, and you pass on what you have received. You read this once.',
  'address.fine': 'Fine, got it',
  'address.later': 'Nothing is connected before you click.',
  'address.now':
    'The people who take part in a share connect to you directly and see your network address (your IP).',
  'address.relay':
    'You connect through a relay: others see its address instead of yours. It is slower, and this server has to offer one.',
  'address.use-direct': 'Connect directly after all',
  'address.use-relay': 'Connect through a relay instead',
} as const;
