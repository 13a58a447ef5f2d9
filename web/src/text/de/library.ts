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
} satisfies Same<typeof source>;
