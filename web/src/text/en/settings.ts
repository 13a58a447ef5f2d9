export const settings = {
  'settings.about': 'About',
  'settings.about.text':
    'Flockdrop moves files from browser to browser. A small server introduces people to each other; it never sees names, contents or links. It is free software under the MIT license.',
  'settings.appearance': 'Appearance',
  'settings.copy': 'Copy',
  'settings.download-limit': 'Download limit',
  'settings.keep-awake': 'Keep the screen on while files move',
  'settings.keep-awake.about':
    'A device that falls asleep stops every transfer. When nothing moves, the screen goes off as ever.',
  'settings.language': 'Language',
  'settings.language.browser': 'As the browser',
  'settings.language.missing':
    'This language did not arrive: the server is out of reach. Reload the page to try again.',
  'settings.limits.about':
    'For all shares of a tab together. Every open tab of this browser follows a change at once.',
  'settings.name': 'This browser’s name',
  'settings.name.about':
    'Derived from a key of this browser, so nobody can take the name. Others see it when you are connected.',
  'settings.no-limit': 'no limit',
  'settings.privacy': 'Privacy',
  'settings.rate-unit': 'kB/s',
  'settings.relay-only': 'Connect through a relay only',
  'settings.relay-only.about':
    'Others see the relay’s address instead of yours. Slower, and it needs a server that offers a relay.',
  'settings.theme': 'Theme',
  'settings.theme.dark': 'Dark',
  'settings.theme.light': 'Light',
  'settings.theme.system': 'As the system',
  'settings.title': 'Settings',
  'settings.transfers': 'Transfers',
  'settings.upload-limit': 'Upload limit',
  'tab.both': '{first} and {second}',
  'tab.down': 'downloads {rate} at most',
  'tab.down.unlimited': 'downloads without a limit',
  'tab.limits': 'This tab alone {limits}: its link says so. A limit chosen here, in the settings, ends that.',
  'tab.up': 'uploads {rate} at most',
  'tab.up.unlimited': 'uploads without a limit',
} as const;
