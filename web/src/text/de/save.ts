import type { save as source } from '../en/save.ts';
import type { Same } from '../text.ts';

export const save = {
  'save.again.file': 'Datei noch einmal wählen',
  'save.again.files': 'Dateien noch einmal wählen',
  'save.again.folder': 'Ordner noch einmal wählen',
  'save.by-itself': 'Von selbst speichern, sobald ein Download vollständig ist',
  'save.by-itself.about':
    'In den Ordner, den du dafür gewählt hast, sonst dorthin, wo deine Downloads landen: ab jetzt, je einmal. Fragt der Browser, ob diese Seite mehrere Dateien speichern darf, erlaube es.',
  'save.cancel': 'Abbrechen',
  'save.cancel.label': 'Speichern abbrechen',
  'save.done': 'Gespeichert: bei deinen Downloads',
  'save.done.into': 'Gespeichert in <bdi>{folder}</bdi>',
  'save.folder': 'In einen Ordner speichern …',
  'save.folder.go-on': 'Weiter speichern in <bdi>{folder}</bdi>',
  'save.folder.other': 'In einen anderen Ordner speichern …',
  'save.into': 'Speichert in <bdi>{folder}</bdi>',
  'save.into.waiting': 'Speichert in <bdi>{folder}</bdi>, was ankommt',
  'save.progress': 'Gespeichert',
  'save.row': 'Speichern: {progress}',
  'save.to-downloads': 'Speichert zu deinen Downloads',
} satisfies Same<typeof source>;
