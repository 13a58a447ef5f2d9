import type { preview as source } from '../en/preview.ts';
import type { Same } from '../text.ts';

export const preview = {
  'preview.again': 'Noch einmal versuchen',
  'preview.cut': 'Nur das erste MiB wird gezeigt. Speichere die Datei, um alles zu sehen.',
  'preview.next': 'Nächste Datei',
  'preview.no-pdf-viewer':
    'Dieser Browser zeigt kein PDF innerhalb dieser Seite. Speichere die Datei, um sie zu lesen.',
  'preview.play': '{path} abspielen',
  'preview.player': 'Wiedergabe von {name}',
  'preview.position': '{position, number} von {count, number}',
  'preview.previous': 'Vorige Datei',
  'preview.resume': 'Download fortsetzen',
  'preview.show': '{path} ansehen',
  'preview.waiting.nobody':
    'Niemand, der verbunden ist, hat diesen Teil gerade. Es geht von selbst weiter, sobald ihn jemand bringt.',
  'preview.waiting.paused': 'Der Download ist angehalten, und dieser Teil ist noch nicht da.',
  'preview.waiting.pieces': 'Warten auf Teile …',
  'problem.codec-unsupported':
    'Dieser Browser kann diese Datei nicht abspielen. Speichere sie und öffne sie mit einem anderen Programm.',
  'problem.image-unreadable':
    'Dieser Browser kann dieses Bild nicht lesen. Speichere es und öffne es mit einem anderen Programm.',
  'problem.preview-elsewhere':
    'Ein anderer Tab dieses Browsers holt diese Datei. Sieh sie dort an, oder warte, bis sie vollständig ist.',
  'problem.preview-empty': 'Diese Datei ist leer.',
  'problem.preview-mismatch':
    'Diese Datei ist nicht, was ihr Name sagt; darum wird sie nicht gezeigt. Sei vorsichtig mit ihr: öffne sie nur, wenn du dem vertraust, der sie geschickt hat.',
  'problem.preview-no-text':
    'Diese Datei heißt wie ein Text und ist keiner. Speichere sie, um sie mit einem anderen Programm anzusehen.',
  'problem.preview-resting':
    'Diese Freigabe ruht in diesem Browser. Setze sie fort, um ihre Dateien anzusehen.',
  'problem.preview-too-large':
    'Auf dieser Seite kann der Browser keine Datei über 512 MiB zeigen. Speichere sie, um sie anzusehen.',
  'problem.preview-unknown':
    'Für diese Art von Datei gibt es keine Vorschau. Speichere sie und öffne sie mit einem Programm, das sie kennt.',
  'problem.stream-broken':
    'Die Wiedergabe hat die Verbindung zur Datei verloren. Was da ist, ist noch da: versuche es noch einmal.',
  'problem.stream-unsupported':
    'Auf dieser Seite kann der Browser eine Datei nicht abspielen, bevor sie vollständig ist: dafür braucht es https und ein Fenster, das nicht privat ist. Warte, bis sie da ist.',
} satisfies Same<typeof source>;
