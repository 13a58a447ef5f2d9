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
  'library.empty.go': 'Share something',
  'library.found.none': 'Nothing here has “{words}” in its name.',
  'library.keep': 'Keep safe',
  'library.keep.about':
    'When the disk gets full, the browser may delete what this page holds. You can ask it not to.',
  'library.keep.refused':
    'The browser did not agree. It goes by how often you come here: install Flockdrop or bookmark it, then ask again.',
  'library.kept': 'Kept safe: the browser deletes nothing of it when the disk gets full.',
  'library.search': 'Search',
  'library.sort': 'Order',
  'library.sort.name': 'By name',
  'library.sort.newest': 'Newest first',
  'library.sort.size': 'Largest first',
} as const;
