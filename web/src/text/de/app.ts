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
  'app.offline':
    'Du bist offline. Alles, was dieser Browser hat, ist da und lässt sich speichern. Treffen könnt ihr euch wieder, sobald das Netz zurück ist.',
  'app.one-moment': 'Einen Moment …',
  'app.reload': 'Seite neu laden',
  'app.server-away':
    'Der Vermittlungsserver ist nicht erreichbar. Laufende Übertragungen gehen weiter; neue Leute können gerade nicht dazukommen.',
  'app.settings': 'Einstellungen',
  'app.unstarted': 'Flockdrop konnte nicht starten',
  'app.unsupported': 'Flockdrop läuft hier nicht',
  'problem.insecure-context':
    'Diese Seite kam über einfaches http. Teilen und Herunterladen gehen. Öffne sie über https://, damit Links schneller fertig sind, Dateien über 2 GiB gehen und du sicher bist, dass unterwegs niemand die Seite verändert hat.',
  'problem.load-failed':
    'Ein Teil von Flockdrop kam nicht an: Der Server ist nicht erreichbar oder wurde gerade erneuert. Es wurde nichts Neues geteilt, und was dieser Browser aufbewahrt, ist noch da. Lade die Seite neu, um weiterzumachen.',
  'problem.no-storage':
    'Dieser Browser lässt die Seite nichts speichern. Verlass das private Fenster oder erlaube Websitedaten, und lade dann neu.',
  'problem.no-webrtc':
    'Dieser Browser hat kein WebRTC, oder eine Erweiterung sperrt es. Erlaube es hier, oder nimm einen anderen Browser.',
  'problem.start-failed':
    'Flockdrop konnte nicht starten: {reason}. Lade die Seite neu, um es noch einmal zu versuchen.',
  'problem.unreadable':
    'Etwas von dem, was du abgelegt hast, lässt sich nicht lesen ({reason}), also wurde nichts geteilt. Prüfe, ob sich jede Datei darin öffnen lässt, und leg es noch einmal ab.',
  'app.drop.count': '{count, plural, one {# Objekt} other {# Objekte}}',
  'app.got': 'Angekommen: {files}, {size}. Einen Moment: Der Rest von Flockdrop ist noch unterwegs.',
  'app.got.files': '{count, plural, one {# Datei} other {# Dateien}}',
  'app.pasted-image': 'Eingefügtes Bild {when}',
  'app.pasted-text': 'Eingefügter Text {when}',
} satisfies Same<typeof source>;
