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
  'app.offline':
    'You are offline. All that this browser holds is here and can be saved. People can meet again when the network is back.',
  'app.one-moment': 'One moment…',
  'app.reload': 'Reload the page',
  'app.server-away':
    'Cannot reach the meeting server. Running transfers go on; new people cannot join right now.',
  'app.settings': 'Settings',
  'app.unstarted': 'Flockdrop could not start',
  'app.unsupported': 'Flockdrop cannot run here',
  'problem.insecure-context':
    'This page came over plain http. Sharing and downloading work. Open it over https:// for faster hashing, files over 2 GiB, and to be sure that nobody on the way has changed the page.',
  'problem.load-failed':
    'A part of Flockdrop did not arrive: the server is out of reach, or was updated just now. Nothing new was shared, and what this browser holds is still there. Reload the page to go on.',
  'problem.no-storage':
    'This browser lets the page store nothing. Leave private browsing or allow site data, then reload.',
  'problem.no-webrtc':
    'This browser has no WebRTC, or an extension blocks it. Allow it here, or use another browser.',
  'problem.start-failed': 'Flockdrop could not start: {reason}. Reload the page to try again.',
  'app.drop.count': '{count, plural, one {# item} other {# items}}',
  'app.got': 'Got it: {files}, {size}. One moment: the rest of Flockdrop is still on its way.',
  'app.got.files': '{count, plural, one {# file} other {# files}}',
  'app.pasted-image': 'Pasted image {when}',
  'app.pasted-text': 'Pasted text {when}',
  'problem.unreadable':
    'Something in what you dropped cannot be read ({reason}), so nothing was shared. Check that every file in it opens, then drop it again.',
} as const;
