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
  const info = connectionInfo();
  let type = typeOf(info);
  info?.addEventListener('change', () => {
    // It tells of every new estimate of speed and delay, too, which come all the time.
    const before = type;
    type = typeOf(info);
    if (type !== before && navigator.onLine) onNews('changed');
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

/** `wifi`, `cellular` and so on; desktops do not tell. */
function typeOf(info: EventTarget | null): unknown {
  return info !== null && 'type' in info ? info.type : undefined;
}
