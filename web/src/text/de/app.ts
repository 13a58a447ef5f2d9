import type { app as source } from '../en/app.ts';
import type { Same } from '../text.ts';

export const app = {
  'app.close': 'Schließen',
  'app.copied': 'Kopiert',
  'app.copy-by-hand': 'Bitte von Hand kopieren',
  'app.dismiss': 'Ausblenden',
  'app.drop': 'Loslassen zum Teilen',
  'app.getting-ready': 'Angekommen. Einen Moment: Der Rest von Flockdrop ist noch unterwegs.',
  'app.library': 'Bibliothek',
  'app.main': 'Hauptmenü',
  'app.one-moment': 'Einen Moment …',
  'app.reload': 'Seite neu laden',
  'app.server-away':
    'Der Vermittlungsserver ist nicht erreichbar. Laufende Übertragungen gehen weiter; neue Leute können gerade nicht dazukommen.',
  'app.settings': 'Einstellungen',
  'app.unstarted': 'Flockdrop konnte nicht starten',
  'app.unsupported': 'Flockdrop läuft hier nicht',
} satisfies Same<typeof source>;
