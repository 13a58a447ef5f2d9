/** What is said in passing. */
export const news = {
  'news.complete': '<bdi>{name}</bdi> is complete',
  'news.place': 'Messages',
  'news.remove.about':
    'Forgets the share and frees its space. Files you saved or shared from your disk stay where they are.',
  'news.remove.saving': 'It is being saved. Wait for that, or cancel saving first.',
  'news.removed': 'Removed <bdi>{name}</bdi>',
  'news.saved': 'Saved <bdi>{name}</bdi>',
  'news.show': 'Show',
  'news.undo': 'Undo',
} as const;
