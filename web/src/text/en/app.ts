/** Around every page, and what can be said before the rest has come. */
export const app = {
  'app.close': 'Close',
  'app.copied': 'Copied',
  'app.copy-by-hand': 'Select and copy by hand',
  'app.dismiss': 'Dismiss',
  'app.drop': 'Let go to share',
  'app.getting-ready': 'Got it. One moment: the rest of Flockdrop is still on its way.',
  'app.library': 'Library',
  'app.main': 'Main',
  'app.one-moment': 'One moment…',
  'app.reload': 'Reload the page',
  'app.server-away':
    'Cannot reach the meeting server. Running transfers go on; new people cannot join right now.',
  'app.settings': 'Settings',
  'app.unstarted': 'Flockdrop could not start',
  'app.unsupported': 'Flockdrop cannot run here',
} as const;
