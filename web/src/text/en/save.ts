/** Getting files out of the browser, and back into it. */
export const save = {
  'save.again.file': 'Choose the file again',
  'save.again.files': 'Choose the files again',
  'save.again.folder': 'Choose the folder again',
  'save.by-itself': 'Save by itself when a download is complete',
  'save.by-itself.about':
    'Into the folder you chose for it, or else where your downloads go: once each, from now on. If the browser asks whether this page may save several files, allow it.',
  'save.cancel': 'Cancel',
  'save.cancel.label': 'Cancel saving',
  'save.done': 'Saved: it is among your downloads',
  'save.done.into': 'Saved into <bdi>{folder}</bdi>',
  'save.folder': 'Save into a folder…',
  'save.folder.go-on': 'Go on saving into <bdi>{folder}</bdi>',
  'save.folder.other': 'Save into another folder…',
  'save.into': 'Saving into <bdi>{folder}</bdi>',
  'save.into.waiting': 'Saving into <bdi>{folder}</bdi> as it arrives',
  'save.progress': 'Saved',
  'save.row': 'Saving {progress}',
  'save.to-downloads': 'Saving to your downloads',
} as const;
