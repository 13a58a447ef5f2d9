export const home = {
  'home.choose': 'Choose what you want to share',
  'home.choose-files': 'Choose files',
  'home.choose-folder': 'Choose a folder',
  'home.drop': 'Drop files or folders here, paste them, or',
  'home.file-input': 'Files to share',
  'home.folder-input': 'Folder to share',
  'home.headline': 'Drop files. Send one link. <accent>The flock carries them.</accent>',
  'home.link-input': 'Link or magnet',
  'home.no-account': 'No account, no size limit but your disk. Keep the tab open while others fetch.',
  'home.open': 'Open',
  'home.open-torrent': 'Open a .torrent',
  'home.paste-link': 'Got a link? Paste it here',
  'home.point.checked': 'Every byte checked',
  'home.point.checked.text': 'Each piece is verified before it counts. Whoever sends bad data is shut out.',
  'home.point.everyone': 'Everyone helps',
  'home.point.everyone.text':
    'Whoever opens the link passes on what they already have: more people, more speed.',
  'home.point.upload': 'No upload',
  'home.point.upload.text':
    'Your files stay on your device and go straight to the people you send the link to.',
  'home.share-files': 'Share files',
  'home.torrent-input': '.torrent file',
  'home.first':
    'Drop a file and send its link: whoever opens it gets the file from you, and from everyone who already has a part of it.',
  'home.paste': 'Paste',
  'home.paste.denied':
    'The browser did not let this page look at what you copied. Allow it and try again, or press Ctrl+V.',
  'home.paste.nothing': 'There is no text, image or link in what you copied.',
  'home.scan': 'Scan a code',
} as const;
