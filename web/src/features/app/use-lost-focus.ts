import { type RefObject, useEffect } from 'react';

const STOPS = 'a[href], button:not(:disabled), input, select, summary, textarea, [tabindex="0"]';

/** An element and how many come before it in its parent, from the inside out. */
type Trail = readonly { readonly parent: Element; readonly nth: number }[];

/** Where what has the focus goes away, what stands in its place takes it, so that the keyboard goes on from there. */
export function useLostFocus(around: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = around.current;
    if (root === null) return;
    let focused: Element | null = null;
    let trail: Trail = [];
    const remember = ({ target }: FocusEvent) => {
      focused = target as Element;
      trail = trailOf(focused, root);
    };
    // What is pointed at has the focus, or nothing has.
    const forget = () => {
      focused = null;
    };
    const changes = new MutationObserver(() => {
      if (focused === null || focused.isConnected || document.activeElement !== document.body) return;
      forget();
      inPlaceOf(trail, root).focus({ preventScroll: true });
    });
    root.addEventListener('focusin', remember);
    addEventListener('pointerdown', forget);
    changes.observe(root, { childList: true, subtree: true });
    return () => {
      root.removeEventListener('focusin', remember);
      removeEventListener('pointerdown', forget);
      changes.disconnect();
    };
  }, [around]);
}

function trailOf(element: Element, root: Element): Trail {
  const trail: { parent: Element; nth: number }[] = [];
  let at = element;
  while (at !== root && at.parentElement !== null) {
    trail.push({ parent: at.parentElement, nth: [...at.parentElement.children].indexOf(at) });
    at = at.parentElement;
  }
  return trail;
}

function inPlaceOf(trail: Trail, root: HTMLElement): HTMLElement {
  const left = trail.find(({ parent }) => parent.isConnected);
  // All of it changed: it is another page.
  if (left === undefined || left.parent === root) return root;
  const after = [...left.parent.children].slice(left.nth);
  const stops = [...left.parent.querySelectorAll<HTMLElement>(STOPS)];
  return stops.find((stop) => after.some((child) => child.contains(stop))) ?? stops.at(-1) ?? root;
}
