/** Notifications of the system. */
export const notify = {
  'notify.blocked':
    'The browser blocks notifications of this page. Allow them in the site settings beside the address, then turn this on again.',
  'notify.complete': 'Tell me when a download is complete',
  'notify.complete.about':
    'With a notification of your system, and only while this page is in the background.',
  'notify.title': 'Notifications',
  'notify.unsupported': 'This browser lets this page notify nobody.',
  'notify.body': 'The download is complete.',
} as const;
