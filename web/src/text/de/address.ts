import type { address as source } from '../en/address.ts';
import type { Same } from '../text.ts';

export const address = {
  'address.before':
    'Bevor du klickst, wird nichts verbunden. Danach sehen die Leute, die mitmachen, deine Netzwerkadresse (deine IP), wie bei jeder direkten Verbindung, und du gibst weiter, was du bekommen hast. Das liest du nur dieses eine Mal.',
  'address.fine': 'Alles klar',
  'address.later': 'Bevor du klickst, wird nichts verbunden.',
  'address.now':
    'Die Leute, die bei einer Freigabe mitmachen, verbinden sich direkt mit dir und sehen deine Netzwerkadresse (deine IP).',
  'address.relay':
    'Du verbindest dich über ein Relay: Andere sehen dessen Adresse statt deiner. Das ist langsamer, und dieser Server muss eines anbieten.',
  'address.use-direct': 'Doch direkt verbinden',
  'address.use-relay': 'Lieber über ein Relay verbinden',
} satisfies Same<typeof source>;
