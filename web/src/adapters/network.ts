/**
 * Tells when the way out may be another one than before. It knows nothing of what is connected.
 *
 * `changed`: the browser is online again, or in another network. `looked`: the page is seen again; while it was not, the
 * machine may have slept, and timers were late.
 */
export type NetworkNews = 'changed' | 'looked';

/** For as long as the page lives. */
export function watchNetwork(onNews: (news: NetworkNews) => void): void {
  addEventListener('online', () => onNews('changed'));
  connectionInfo()?.addEventListener('change', () => {
    if (navigator.onLine) onNews('changed');
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') onNews('looked');
  });
}

/** Network Information API: not in every browser. */
function connectionInfo(): EventTarget | null {
  const info: unknown = 'connection' in navigator ? navigator.connection : null;
  return info instanceof EventTarget ? info : null;
}
