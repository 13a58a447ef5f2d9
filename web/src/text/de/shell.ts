import type { shell as source } from '../en/shell.ts';
import type { Same } from '../text.ts';

export const shell = {
  'shell.arrival': 'Aus einer anderen App',
  'shell.arrival.discard': 'Verwerfen',
  'shell.arrival.files': '{count, plural, one {# Datei} other {# Dateien}} aus einer anderen App',
  'shell.arrival.link': 'Ein Link aus einer anderen App',
  'shell.arrival.lost':
    'Was die andere App übergeben hat, ist nicht angekommen: Es ist zu wenig Platz dafür, oder Flockdrop war noch nicht bereit. Übergib es noch einmal, oder wähle die Dateien hier aus.',
  'shell.arrival.more': 'und {count, number} weitere',
  'shell.arrival.open': 'Öffnen',
  'shell.arrival.share': 'Teilen',
  'shell.install': 'Flockdrop installieren',
  'shell.install.by-hand':
    'Wähle im Teilen-Menü des Browsers „Zum Home-Bildschirm“. Flockdrop öffnet sich dann wie jede andere App, auch ohne Netz.',
  'shell.install.do': 'Installieren',
  'shell.install.text':
    'Es öffnet sich dann wie jede andere App, auch ohne Netz, und andere Apps können ihm Dateien übergeben.',
  'shell.update': 'Eine neue Version ist da. Lade neu, wann es dir passt.',
  'shell.update.later': 'Später',
  'shell.update.reload': 'Neu laden',
} satisfies Same<typeof source>;
