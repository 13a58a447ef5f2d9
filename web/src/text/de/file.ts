import type { file as source } from '../en/file.ts';
import type { Same } from '../text.ts';

export const file = {
  'file.all': 'Alle auswählen',
  'file.count': '{count, plural, one {# Datei} other {# Dateien}}',
  'file.downloaded': 'Heruntergeladen von {path}',
  'file.in': 'in',
  'file.list': 'Dateien',
  'file.more': 'Mehr zeigen (noch {count, plural, one {# Datei} other {# Dateien}})',
  'file.none': 'Keine auswählen',
  'file.priority': 'Vorrang von {path}',
  'file.priority.first': 'Zuerst',
  'file.priority.last': 'Zuletzt',
  'file.priority.normal': 'Normal',
  'file.save': '{path} speichern',
  'file.selected': '{wanted, number} von {all, number} ausgewählt, {size}',
  'file.wanted': '{path} herunterladen',
} satisfies Same<typeof source>;
