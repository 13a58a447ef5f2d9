import type { home as source } from '../en/home.ts';
import type { Same } from '../text.ts';

export const home = {
  'home.choose': 'Wähle aus, was du teilen möchtest',
  'home.choose-files': 'Dateien auswählen',
  'home.choose-folder': 'Ordner auswählen',
  'home.drop': 'Zieh Dateien oder Ordner hierher, füge sie ein, oder',
  'home.file-input': 'Dateien zum Teilen',
  'home.folder-input': 'Ordner zum Teilen',
  'home.headline': 'Dateien ablegen. Einen Link senden. <accent>Der Schwarm trägt sie weiter.</accent>',
  'home.link-input': 'Link oder Magnet',
  'home.no-account':
    'Kein Konto, keine Größengrenze außer deiner Festplatte. Lass den Tab offen, solange andere laden.',
  'home.open': 'Öffnen',
  'home.open-torrent': '.torrent öffnen',
  'home.paste-link': 'Link hier einfügen',
  'home.point.checked': 'Jedes Byte geprüft',
  'home.point.checked.text':
    'Jedes Teil wird geprüft, bevor es zählt. Wer falsche Daten schickt, wird ausgeschlossen.',
  'home.point.everyone': 'Alle helfen mit',
  'home.point.everyone.text':
    'Wer den Link öffnet, gibt weiter, was schon da ist: je mehr Leute, desto schneller.',
  'home.point.upload': 'Kein Hochladen',
  'home.point.upload.text':
    'Deine Dateien bleiben auf deinem Gerät und gehen direkt an die Leute, denen du den Link schickst.',
  'home.share-files': 'Dateien teilen',
  'home.torrent-input': '.torrent-Datei',
  'home.first':
    'Zieh eine Datei hierher und schick ihren Link: Wer ihn öffnet, bekommt sie von dir und von allen, die schon einen Teil davon haben.',
  'home.paste': 'Einfügen',
  'home.paste.denied':
    'Der Browser lässt diese Seite nicht sehen, was du kopiert hast. Erlaube es und versuch es noch einmal, oder drücke Strg+V.',
  'home.paste.nothing': 'In dem, was du kopiert hast, ist kein Text, kein Bild und kein Link.',
  'home.scan': 'Code scannen',
} satisfies Same<typeof source>;
