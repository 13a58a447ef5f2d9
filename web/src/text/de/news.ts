import type { news as source } from '../en/news.ts';
import type { Same } from '../text.ts';

export const news = {
  'news.complete': '<bdi>{name}</bdi> ist fertig',
  'news.place': 'Meldungen',
  'news.remove.about':
    'Vergisst die Freigabe und gibt ihren Platz frei. Gespeicherte und von der Platte geteilte Dateien bleiben, wo sie sind.',
  'news.remove.saving': 'Sie wird gerade gespeichert. Warte das ab oder brich das Speichern zuerst ab.',
  'news.removed': '<bdi>{name}</bdi> entfernt',
  'news.saved': '<bdi>{name}</bdi> gespeichert',
  'news.show': 'Zeigen',
  'news.undo': 'Rückgängig',
} satisfies Same<typeof source>;
