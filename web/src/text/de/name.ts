import type { name as source } from '../en/name.ts';
import type { Same } from '../text.ts';

export const name = {
  'name.export': 'Mitnehmen …',
  'name.export.about':
    'Speichert den Schlüssel dieses Namens in einer Datei, damit ein anderer Browser du sein kann. Wer die Datei und ihre Passphrase hat, ist für alle anderen du; ohne die Passphrase kann niemand sie öffnen.',
  'name.export.go': 'Datei speichern',
  'name.exported': 'Die Datei mit dem Namen dieses Browsers ist gespeichert',
  'name.import': 'Übernehmen …',
  'name.import.about':
    'Dieser Browser wird der, der die Datei gespeichert hat, in allen Tabs. Sein jetziger Name wird ersetzt: Nimm ihn vorher mit, falls du ihn einmal zurückhaben willst. Benutze einen Namen immer nur in einem Browser, denn zwei gleichzeitig offene kommen einander in die Quere.',
  'name.import.file': 'Datei',
  'name.import.go': 'Dieser werden',
  'name.imported': 'Dieser Browser ist jetzt {name}',
  'name.passphrase': 'Passphrase',
  'name.renew': 'Neuen Namen nehmen',
  'name.renew.about': 'Der jetzige Name ist endgültig verloren, und andere sehen jemand Neuen.',
  'name.export.title': 'Diesen Namen mitnehmen',
  'name.import.title': 'Einen Namen übernehmen',
} satisfies Same<typeof source>;
