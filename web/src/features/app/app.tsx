import { useEffect, useState } from 'react';
import { Notice } from '../../ui/notice.tsx';
import { HomePage } from '../home/home-page.tsx';
import { LibraryPage } from '../library/library-page.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { SharePage } from '../share/share-page.tsx';
import { useApp, useCommands } from './commands.ts';
import { DropTarget } from './drop-target.tsx';
import { Header } from './header.tsx';
import { type Route, routeOf, useHash } from './route.ts';
import { UnsupportedPage } from './unsupported-page.tsx';

export function App() {
  const unsupported = useApp((snapshot) => snapshot.unsupported);
  const isReady = useApp(() => true);
  if (unsupported !== null) return <UnsupportedPage problem={unsupported} />;
  return isReady === true ? <Ready /> : null;
}

function Ready() {
  const route = routeOf(useHash());
  const commands = useCommands();
  const problem = useApp((snapshot) => snapshot.problem);
  const server = useApp((snapshot) => snapshot.server);
  return (
    <DropTarget>
      <div className="mx-auto flex min-h-dvh w-full max-w-3xl flex-col px-4 pb-16 sm:px-6">
        <Header />
        {server === 'offline' && (
          <p role="status" className="mb-4 rounded-xl bg-warn-soft px-4 py-2 text-sm text-warn">
            Cannot reach the meeting server. Running transfers go on; new people cannot join right now.
          </p>
        )}
        {problem !== null && (
          <div className="mb-4">
            <Notice kind="error" code={problem.code} onDismiss={() => commands.dismissProblem()}>
              {problem.message}
            </Notice>
          </div>
        )}
        <main className="grow">
          <Page route={route} />
        </main>
      </div>
    </DropTarget>
  );
}

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'library':
      return <LibraryPage />;
    case 'settings':
      return <SettingsPage />;
    case 'share':
      return <SharePage shareKey={route.key} />;
    case 'link':
      return <LinkPage text={route.text} start={route.start} />;
    case 'home':
      return <HomePage />;
  }
}

/** The share that the address names; a malformed address shows the start page with the reason above it. */
function LinkPage({ text, start }: { readonly text: string; readonly start: boolean }) {
  const commands = useCommands();
  const [opened, setOpened] = useState<{ readonly text: string; readonly key: string | null } | null>(null);
  useEffect(() => {
    setOpened({ text, key: commands.openLink(text, { start }) });
  }, [commands, text, start]);
  if (opened === null || opened.text !== text) return null;
  return opened.key === null ? <HomePage /> : <SharePage shareKey={opened.key} />;
}
