/**
 * The share page: one column, or with `data-spread` two where the window is wide enough; then the app's frame is wider, too.
 * For the page and for what is shown of it before the app is there.
 */
export const SPREAD =
  'flex flex-col gap-6 xl:data-spread:grid xl:data-spread:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] xl:data-spread:grid-rows-[auto_1fr] xl:data-spread:items-start';
