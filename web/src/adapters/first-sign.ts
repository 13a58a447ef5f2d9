/**
 * Whatever a person does with a page, or a script in their place. A pointer that moves is about to do something; reading
 * and scrolling are none, and a finger on the screen may be about to scroll: what it does else ends in a click.
 */
const SIGNS = [
  'change',
  'click',
  'dragenter',
  'drop',
  'focusin',
  'hashchange',
  'input',
  'keydown',
  'paste',
  'pointerdown',
  'pointermove',
] as const;

/** Resolves at the first sign from now on that somebody wants something of this page. */
export function firstSign(): Promise<void> {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const seen = (event: Event) => {
      if ((event as Partial<PointerEvent>).pointerType === 'touch' && event.type !== 'click') return;
      stop.abort();
      resolve();
    };
    // Also what somebody else stops from going on.
    for (const sign of SIGNS)
      addEventListener(sign, seen, { capture: true, passive: true, signal: stop.signal });
  });
}
