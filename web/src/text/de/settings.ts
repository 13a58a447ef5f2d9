import type { settings as source } from '../en/settings.ts';
import type { Same } from '../text.ts';

export const settings = {
  'settings.about': 'Über Flockdrop',
  'settings.about.text':
    'Flockdrop bringt Dateien von Browser zu Browser. Ein kleiner Server macht Leute miteinander bekannt; Namen, Inhalte und Links sieht er nie. Es ist freie Software unter der MIT-Lizenz.',
  'settings.appearance': 'Darstellung',
  'settings.copy': 'Kopieren',
  'settings.download-limit': 'Grenze beim Herunterladen',
  'settings.keep-awake': 'Bildschirm anlassen, solange Dateien unterwegs sind',
  'settings.keep-awake.about':
    'Ein Gerät, das einschläft, hält jede Übertragung an. Ist nichts unterwegs, geht der Bildschirm wie immer aus.',
  'settings.language': 'Sprache',
  'settings.language.browser': 'Wie der Browser',
  'settings.language.missing':
    'Diese Sprache kam nicht an: Der Server ist nicht erreichbar. Lade die Seite neu, um es noch einmal zu versuchen.',
  'settings.limits.about':
    'Für alle Freigaben eines Tabs zusammen. Jeder offene Tab dieses Browsers folgt einer Änderung sofort.',
  'settings.name': 'Der Name dieses Browsers',
  'settings.name.about':
    'Abgeleitet von einem Schlüssel dieses Browsers, darum kann niemand den Namen wegnehmen. Andere sehen ihn, wenn ihr verbunden seid.',
  'settings.no-limit': 'keine',
  'settings.privacy': 'Privatsphäre',
  'settings.rate-unit': 'kB/s',
  'settings.relay-only': 'Nur über ein Relay verbinden',
  'settings.relay-only.about':
    'Andere sehen die Adresse des Relays statt deiner. Das ist langsamer und braucht einen Server, der ein Relay anbietet.',
  'settings.theme': 'Farben',
  'settings.theme.dark': 'Dunkel',
  'settings.theme.light': 'Hell',
  'settings.theme.system': 'Wie das System',
  'settings.title': 'Einstellungen',
  'settings.transfers': 'Übertragungen',
  'settings.upload-limit': 'Grenze beim Senden',
  'tab.both': '{first} und {second}',
  'tab.down': 'lädt höchstens {rate} herunter',
  'tab.down.unlimited': 'lädt ohne Grenze herunter',
  'tab.limits':
    'Nur dieser Tab {limits}: So steht es in seinem Link. Eine Grenze, die du hier in den Einstellungen wählst, beendet das.',
  'tab.up': 'sendet höchstens {rate}',
  'tab.up.unlimited': 'sendet ohne Grenze',
} satisfies Same<typeof source>;
