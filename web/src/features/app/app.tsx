import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useText } from '../../text/index.ts';
import { Notice } from '../../ui/notice.tsx';
import { HomePage } from '../home/home-page.tsx';
import { type Rest, useApp, useRest } from './commands.ts';
import { ConnectionNotice } from './connection-notice.tsx';
import { DropTarget } from './drop-target.tsx';
import { Header } from './header.tsx';
import { Opening } from './opening.tsx';
import { problemWords } from './problem-words.ts';
import { type Route, routeOf } from './route.ts';
import { UnsupportedPage } from './unsupported-page.tsx';
import { useHash } from './use-hash.ts';
import { useLostFocus } from './use-lost-focus.ts';

export function App() {
  const unsupported = useApp((snapshot) => snapshot.unsupported);
  const isReady = useApp(() => true);
  if (unsupported !== null) return <UnsupportedPage problem={unsupported} />;
  if (isReady !== true) return null;
  return (
    <Opening>
      <Frame />
    </Opening>
  );
}

function Frame() {
  const text = useText();
  const route = routeOf(useHash());
  const rest = useRest();
  const problem = useApp((snapshot) => snapshot.problem);
  const limitation = useApp((snapshot) => snapshot.limitation);
  const main = usePageChange(route.page === 'link' ? 'share' : route.page);
  useLostFocus(main);
  return (
    <DropTarget>
      {/* Before the page, so that what a part of it tells as soon as it can has a place. */}
      {rest !== null && <rest.pages.Tidings />}
      <div className="group/frame mx-auto flex min-h-dvh w-full max-w-3xl flex-col px-4 pb-16 sm:px-6 xl:has-data-spread:max-w-7xl">
        <Header page={route.page} />
        <ConnectionNotice />
        {problem !== null && (
          <div className="mb-4">
            <Notice kind="error" code={problem.code} onDismiss={() => rest?.commands.dismissProblem()}>
              {problemWords(text, problem)}
            </Notice>
          </div>
        )}
        {limitation !== null && (
          <div className="mb-6 text-sm">
            <Notice kind="warning" code={limitation.code}>
              {problemWords(text, limitation)}
            </Notice>
          </div>
        )}
        {rest !== null && route.page !== 'share' && route.page !== 'link' && (
          <rest.pages.TabMarker shareKey={null} />
        )}
        <main ref={main} tabIndex={-1} className="grow outline-none">
          <Page route={route} rest={rest} />
        </main>
      </div>
      {rest !== null && <rest.pages.UpdateNotice />}
    </DropTarget>
  );
}

/**
 * Another page takes the focus, so that the keyboard and a screen reader go on there and not at the old place, and
 * leaves behind what was told about the old one. A link tells its own fault, which must stay.
 */
function usePageChange(page: string): RefObject<HTMLElement | null> {
  const commands = useRest()?.commands;
  const main = useRef<HTMLElement>(null);
  const shown = useRef(page);
  useEffect(() => {
    if (shown.current === page) return;
    shown.current = page;
    if (page !== 'share') commands?.dismissProblem();
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [commands, page]);
  return main;
}

function Page({ route, rest }: { readonly route: Route; readonly rest: Rest | null }) {
  const text = useText();
  if (route.page === 'home') return <HomePage />;
  // Whoever is quicker than the network, from the start page to another.
  if (rest === null) return <p className="text-quiet">{text('app.one-moment')}</p>;
  const { LibraryPage, SettingsPage } = rest.pages;
  switch (route.page) {
    case 'library':
      return <LibraryPage />;
    case 'settings':
      return <SettingsPage />;
    case 'share':
    case 'link':
      return <RoutedShare route={route} rest={rest} />;
  }
}

interface RoutedShareProps {
  readonly route: Extract<Route, { readonly page: 'share' | 'link' }>;
  readonly rest: Rest;
}

/**
 * The share that the address names, by key or by its link; a malformed link shows the start page with the reason
 * above it. One component for both, so that the page stays as it is when a share comes to its link.
 */
function RoutedShare({ route, rest }: RoutedShareProps) {
  const { commands, pages } = rest;
  const named = route.page === 'share' ? route.key : null;
  const link = route.page === 'link' ? route.text : null;
  const start = route.page === 'link' && route.start;
  const [opened, setOpened] = useState<{ readonly key: string | null } | null>(null);
  // Before the next paint: the share shown until then is never seen under the new address.
  useLayoutEffect(() => {
    setOpened({ key: link === null ? named : commands.openLink(link, { start }) });
  }, [commands, named, link, start]);
  if (opened === null) return null;
  return opened.key === null ? <HomePage /> : <pages.SharePage key={opened.key} shareKey={opened.key} />;
}
