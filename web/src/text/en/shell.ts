/** What the app says of itself as an app. */
export const shell = {
  'shell.arrival': 'From another app',
  'shell.arrival.discard': 'Discard',
  'shell.arrival.files': '{count, plural, one {# file} other {# files}} from another app',
  'shell.arrival.link': 'A link from another app',
  'shell.arrival.lost':
    'What the other app handed over did not arrive: there is too little room for it, or Flockdrop was not ready yet. Hand it over again, or choose the files here.',
  'shell.arrival.more': 'and {count, number} more',
  'shell.arrival.open': 'Open',
  'shell.arrival.share': 'Share',
  'shell.install': 'Install Flockdrop',
  'shell.install.by-hand':
    'In the browser’s share menu, choose “Add to Home Screen”. Flockdrop then opens like any other app, offline too.',
  'shell.install.do': 'Install',
  'shell.install.text': 'It then opens like any other app, offline too, and other apps can hand files to it.',
  'shell.update': 'A new version is ready. Reload when it suits you.',
  'shell.update.later': 'Later',
  'shell.update.reload': 'Reload',
} as const;
