import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';

/** What a canvas has to know of its page. */

/** Of the element's content, in whole CSS pixels; 0 before it is known. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  // Before the first paint: what is as high as its width allows would jump.
  useLayoutEffect(() => {
    if (element.current === null) return;
    setWidth(element.current.clientWidth);
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** Counts the reasons to draw anew though no piece changed: another scheme, or the page is seen again. */
export function useRedraws(): number {
  const [redraws, setRedraws] = useState(0);
  useEffect(() => {
    const redraw = () => setRedraws((count) => count + 1);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', redraw);
    document.addEventListener('visibilitychange', redraw);
    // Where a theme that was chosen stands.
    const theme = new MutationObserver(redraw);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      theme.disconnect();
      scheme.removeEventListener('change', redraw);
      document.removeEventListener('visibilitychange', redraw);
    };
  }, []);
  return redraws;
}
