/** What only one tab of this browser may do at a time, by Web Locks; a tab that has none goes on as if it were alone. */

/** Does the work unless another tab is doing what goes by that name; false then, and nothing was done. */
export async function unlessElsewhere(topic: string, work: () => Promise<void>): Promise<boolean> {
  if (navigator.locks === undefined) {
    await work();
    return true;
  }
  return navigator.locks.request(`flockdrop:${topic}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) return false;
    await work();
    return true;
  });
}

/**
 * Keeps every tab from what `unlessElsewhere` does under that name until what comes back is called, which resolves once
 * they may again. Waits for one that is at it; several may keep them from it together.
 */
export function keepFrom(topic: string): Promise<() => Promise<void>> {
  const nothing = (): Promise<void> => Promise.resolve();
  if (navigator.locks === undefined) return Promise.resolve(nothing);
  return new Promise((resolve) => {
    const hold = () =>
      new Promise<void>((letGo) => {
        resolve(() => {
          letGo();
          return held;
        });
      });
    const held = navigator.locks.request(`flockdrop:${topic}`, { mode: 'shared' }, hold);
    // Where the page may have no locks it goes on without.
    held.catch(() => resolve(nothing));
  });
}
