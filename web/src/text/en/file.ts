/** The files of a share, and which of them are wanted. */
export const file = {
  'file.all': 'Select all',
  'file.count': '{count, plural, one {# file} other {# files}}',
  'file.downloaded': 'Downloaded of {path}',
  'file.in': 'in',
  'file.list': 'Files',
  'file.more': 'Show more ({count, plural, one {# file} other {# files}} left)',
  'file.none': 'Select none',
  'file.priority': 'Priority of {path}',
  'file.priority.first': 'First',
  'file.priority.last': 'Last',
  'file.priority.normal': 'Normal',
  'file.save': 'Save {path}',
  'file.selected': '{wanted, number} of {all, number} selected, {size}',
  'file.wanted': 'Download {path}',
} as const;
