/** Who this browser is, and how that is taken along. */
export const name = {
  'name.export': 'Take along…',
  'name.export.about':
    'Saves the key of this name in a file, so that another browser can be you. Whoever has the file and its passphrase is you; without the passphrase nobody can open it.',
  'name.export.go': 'Save the file',
  'name.exported': 'The file with this browser’s name is saved',
  'name.import': 'Take over…',
  'name.import.about':
    'This browser becomes the one that saved the file, in all of its tabs. Its present name is replaced: take it along first if you want it back one day. Use a name in one browser at a time, since two that are open together get in each other’s way.',
  'name.import.file': 'File',
  'name.import.go': 'Become this one',
  'name.imported': 'This browser is now {name}',
  'name.passphrase': 'Passphrase',
  'name.renew': 'Take a new name',
  'name.renew.about': 'The present name is lost for good, and others see somebody new.',
  'name.export.title': 'Take this name along',
  'name.import.title': 'Take over a name',
} as const;
