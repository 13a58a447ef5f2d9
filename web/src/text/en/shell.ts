/** What the app says of itself as an app. */
export const shell = {
  'shell.update': 'A new version is ready. Reload when it suits you.',
  'shell.update.later': 'Later',
  'shell.update.reload': 'Reload',
} as const;
