import type { scan as source } from '../en/scan.ts';
import type { Same } from '../text.ts';

export const scan = {
  'scan.about': 'Halte den QR-Code einer Freigabe ins Bild.',
  'scan.camera-busy':
    'Die Kamera liefert kein Bild. Schließ andere Programme, die sie benutzen, und versuch es noch einmal.',
  'scan.camera-denied':
    'Der Browser lässt diese Seite die Kamera nicht benutzen. Erlaube es in den Website-Einstellungen neben der Adresse und versuch es noch einmal.',
  'scan.camera-missing': 'Es wurde keine Kamera gefunden. Füge stattdessen den Link ein.',
  'scan.other': 'Dieser Code enthält keinen Freigabe-Link. Halte den Code einer Freigabe ins Bild.',
  'scan.picture': 'Was die Kamera sieht',
  'scan.scanner-missing':
    'Was den Code liest, kam nicht an: Der Server ist nicht erreichbar. Versuch es später noch einmal, oder füge den Link ein.',
  'scan.title': 'Freigabe scannen',
} satisfies Same<typeof source>;
