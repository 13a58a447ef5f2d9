import type { ShareSnapshot } from '../../session/snapshot.ts';
import type { Text } from '../../text/index.ts';

/** What the browser's own tab shows of what goes on in it: a title and a picture. Pure. */
export interface TabMark {
  readonly title: string;
  /** `progress`: 0–1 of what is under way; `done`: something came to its end while nobody looked. */
  readonly icon:
    | { readonly kind: 'progress'; readonly progress: number }
    | { readonly kind: 'done' }
    | { readonly kind: 'none' };
}

const APP = 'Flockdrop';

/**
 * @param shown the share on screen, which is all that its title speaks of; `null` on other pages
 * @param unseen keys of shares that were completed while nobody looked
 */
export function markOf(
  text: Text,
  shares: readonly ShareSnapshot[],
  shown: ShareSnapshot | null,
  unseen: ReadonlySet<string>,
): TabMark {
  const concerned = shown === null ? shares : [shown];
  const under = concerned.filter(isUnderWay);
  const name = shown === null || shown.name === '' ? null : shown.name;
  if (under.length > 0) {
    const progress = progressOf(under);
    return { title: titleOf(text.percent(progress), name), icon: { kind: 'progress', progress } };
  }
  const isDone = concerned.some(({ key }) => unseen.has(key));
  return { title: titleOf(isDone ? '✓' : null, name), icon: isDone ? { kind: 'done' } : { kind: 'none' } };
}

function titleOf(mark: string | null, name: string | null): string {
  return [mark, name, APP].filter((part) => part !== null).join(' · ');
}

function isUnderWay({ state }: ShareSnapshot): boolean {
  return state === 'downloading' || state === 'hashing';
}

/** Of several together, by their bytes; what nobody knows the length of counts as much as a byte. */
function progressOf(shares: readonly ShareSnapshot[]): number {
  const lengthOf = ({ wantedLength, totalLength }: ShareSnapshot) => wantedLength ?? totalLength ?? 1;
  const all = shares.reduce((sum, share) => sum + lengthOf(share), 0);
  return all === 0 ? 0 : shares.reduce((sum, share) => sum + share.progress * lengthOf(share), 0) / all;
}

/** A picture for the tab, as a data URL; `null`: the app's own. */
export function iconOf({ icon }: TabMark): string | null {
  if (icon.kind === 'none') return null;
  const inner =
    icon.kind === 'done'
      ? '<path d="M9 16.5l5 5L23.5 11" stroke="#fff"/>'
      : `<circle cx="16" cy="16" r="9.5" stroke="#fff" stroke-opacity=".3"/><circle cx="16" cy="16" r="9.5" stroke="#fff" pathLength="100" stroke-dasharray="${Math.round(icon.progress * 100)} 100" transform="rotate(-90 16 16)"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0f766e"/><g fill="none" stroke-width="5">${inner}</g></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
