import type { file as source } from '../en/file.ts';
import type { Same } from '../text.ts';

export const file = {
  'file.all': 'Alle auswählen',
  'file.all.found': 'Alle gefundenen auswählen',
  'file.count': '{count, plural, one {# Datei} other {# Dateien}}',
  'file.count.some': '{wanted, number} von {count, plural, one {# Datei} other {# Dateien}}',
  'file.filter': 'Dateien nach Namen finden',
  'file.folder.priority': 'Vorrang von allem in {path}',
  'file.folder.wanted': 'Alles in {path} herunterladen',
  'file.folders.close': 'Alle Ordner schließen',
  'file.folders.open': 'Alle Ordner öffnen',
  'file.found':
    '{count, plural, =0 {Keine Datei heißt so} one {# Datei gefunden} other {# Dateien gefunden}}',
  'file.in': 'in',
  'file.list': 'Dateien',
  'file.more': 'Mehr zeigen (noch {count, number})',
  'file.none': 'Keine auswählen',
  'file.none.found': 'Keine gefundenen auswählen',
  'file.priority': 'Vorrang von {path}',
  'file.priority.first': 'Zuerst',
  'file.priority.last': 'Zuletzt',
  'file.priority.mixed': 'Gemischt',
  'file.priority.normal': 'Normal',
  'file.save': '{path} speichern',
  'file.selected': '{wanted, number} von {all, number} ausgewählt, {size}',
  'file.wanted': '{path} herunterladen',
} satisfies Same<typeof source>;
