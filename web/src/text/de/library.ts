import type { library as source } from '../en/library.ts';
import type { Same } from '../text.ts';

export const library = {
  'library.empty':
    'Noch nichts. Was du teilst oder herunterlädst, erscheint hier: zum Fortsetzen, Weitergeben oder Entfernen.',
  'library.pause': '{name} pausieren',
  'library.progress': 'Fortschritt von {name}',
  'library.recent': 'Letzte Freigaben',
  'library.resume': '{name} fortsetzen',
  'library.storage': 'Speicher',
  'library.storage.used': 'Belegter Speicher',
  'library.storage.words': '{used} belegt; der Browser bietet noch {left}.',
  'library.title': 'In diesem Browser',
  'library.empty.go': 'Etwas teilen',
  'library.found.none': 'Nichts hier hat „{words}“ im Namen.',
  'library.keep': 'Sicher behalten',
  'library.keep.about':
    'Wenn die Platte voll wird, darf der Browser löschen, was diese Seite aufbewahrt. Du kannst ihn bitten, es zu lassen.',
  'library.keep.refused':
    'Der Browser war nicht einverstanden. Er geht danach, wie oft du hierherkommst: Installiere Flockdrop oder setz ein Lesezeichen und frag noch einmal.',
  'library.kept': 'Sicher: Der Browser löscht nichts davon, wenn die Platte voll wird.',
  'library.search': 'Suchen',
  'library.sort': 'Reihenfolge',
  'library.sort.name': 'Nach Namen',
  'library.sort.newest': 'Neueste zuerst',
  'library.sort.size': 'Größte zuerst',
} satisfies Same<typeof source>;
