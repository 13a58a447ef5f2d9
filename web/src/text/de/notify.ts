import type { notify as source } from '../en/notify.ts';
import type { Same } from '../text.ts';

export const notify = {
  'notify.blocked':
    'Der Browser blockiert Benachrichtigungen dieser Seite. Erlaube sie in den Website-Einstellungen neben der Adresse und schalte dies noch einmal ein.',
  'notify.complete': 'Sag mir, wenn ein Download fertig ist',
  'notify.complete.about':
    'Mit einer Benachrichtigung deines Systems, und nur solange diese Seite im Hintergrund ist.',
  'notify.title': 'Benachrichtigungen',
  'notify.unsupported': 'In diesem Browser kann diese Seite niemanden benachrichtigen.',
  'notify.body': 'Der Download ist fertig.',
} satisfies Same<typeof source>;
