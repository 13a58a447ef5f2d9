/** What this browser holds. */
export const library = {
  'library.empty':
    'Nothing yet. What you share or download appears here, to resume, to pass on or to remove.',
  'library.pause': 'Pause {name}',
  'library.progress': 'Progress of {name}',
  'library.recent': 'Recent shares',
  'library.resume': 'Resume {name}',
  'library.storage': 'Storage',
  'library.storage.used': 'Storage used',
  'library.storage.words': '{used} used; the browser offers {left} more.',
  'library.title': 'In this browser',
} as const;
