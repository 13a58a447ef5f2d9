/** Where we are: all of it in the fragment, which no server sees. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'library' }
  | { readonly page: 'settings' }
  /** A share that has no link yet. */
  | { readonly page: 'share'; readonly key: string }
  /** The address is a share link, or names one that the system was told to open here. */
  | { readonly page: 'link'; readonly text: string; readonly start: boolean };

export function routeOf(hash: string): Route {
  const fragment = hash.replace(/^#/, '');
  if (/(^|&)s=/.test(fragment)) {
    return { page: 'link', text: `#${fragment}`, start: /(^|&)go=1(&|$)/.test(fragment) };
  }
  const opened = /(?:^|&)open=([^&]*)/.exec(fragment)?.[1];
  if (opened !== undefined) return { page: 'link', text: handed(opened), start: false };
  const path = fragment.split('&')[0] ?? '';
  if (path === '/library') return { page: 'library' };
  if (path === '/settings') return { page: 'settings' };
  const share = /^\/share\/([\w-]+)$/.exec(path)?.[1];
  return share === undefined ? { page: 'home' } : { page: 'share', key: share };
}

/** A magnet as the system hands it over, percent-encoded and under either name of its scheme. */
function handed(encoded: string): string {
  try {
    return decodeURIComponent(encoded).replace(/^web\+(?=magnet:)/i, '');
  } catch {
    return encoded;
  }
}

export function goTo(hash: string): void {
  location.hash = hash;
}

/** Changes the address without a step in the history: a page came to its proper name. */
export function replaceAddress(url: string): void {
  if (location.href === url) return;
  history.replaceState(null, '', url);
  dispatchEvent(new HashChangeEvent('hashchange'));
}
