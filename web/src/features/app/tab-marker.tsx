import { useEffect, useRef, useState } from 'react';
import type { AppSnapshot, ShareSnapshot } from '../../session/snapshot.ts';
import { newlyComplete } from '../../store/news.ts';
import { useText } from '../../text/index.ts';
import { useApp } from './commands.ts';
import { iconOf, markOf, type TabMark } from './tab-mark.ts';

/** The tab of a page is not looked at more often. */
const MARK_EVERY_MS = 1_000;

/** Shows in the browser's tab how far things are, and takes that back when it goes. Draws nothing in the page. */
export function TabMarker({ shareKey }: { readonly shareKey: string | null }) {
  const text = useText();
  const snapshot = useApp((now) => now);
  const unseen = useUnseen(snapshot);
  const shares = snapshot?.shares ?? NONE;
  const shown = shares.find(({ key }) => key === shareKey) ?? null;
  useMark(markOf(text, shareKey !== null && shown === null ? NONE : shares, shown, unseen));
  return null;
}

const NONE: readonly ShareSnapshot[] = [];

/** Keys of what was completed since the page was seen last. */
function useUnseen(snapshot: AppSnapshot | null): ReadonlySet<string> {
  const [unseen, setUnseen] = useState<ReadonlySet<string>>(new Set());
  const before = useRef(snapshot);
  useEffect(() => {
    const completed = snapshot === null ? [] : newlyComplete(before.current, snapshot);
    before.current = snapshot;
    if (document.hidden && completed.length > 0)
      setUnseen((known) => new Set([...known, ...completed.map(({ key }) => key)]));
  }, [snapshot]);
  useEffect(() => {
    const look = () => {
      if (!document.hidden) setUnseen((known) => (known.size === 0 ? known : new Set()));
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return unseen;
}

/** What comes sooner than a second after the last one waits; of several the last one counts. */
function useMark(mark: TabMark): void {
  const [marking] = useState(() => new Marking());
  const { title } = mark;
  const icon = iconOf(mark);
  useEffect(() => marking.show(title, icon), [marking, title, icon]);
  useEffect(() => () => marking.end(), [marking]);
}

class Marking {
  #next: { readonly title: string; readonly icon: string | null } | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #own: string | null = null;

  show(title: string, icon: string | null): void {
    this.#next = { title, icon };
    if (this.#timer === null) this.#apply();
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#next = null;
    document.title = 'Flockdrop';
    this.#draw(null);
  }

  #apply(): void {
    const next = this.#next;
    this.#next = null;
    this.#timer = null;
    if (next === null) return;
    document.title = next.title;
    this.#draw(next.icon);
    this.#timer = setTimeout(() => this.#apply(), MARK_EVERY_MS);
  }

  #draw(icon: string | null): void {
    const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (link === null) return;
    this.#own ??= link.getAttribute('href');
    const href = icon ?? this.#own ?? '';
    if (link.getAttribute('href') !== href) link.setAttribute('href', href);
  }
}
