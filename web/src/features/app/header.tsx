import { FolderOpen, Settings } from 'lucide-react';
import { useText } from '../../text/index.ts';
import { Logo } from '../../ui/logo.tsx';
import type { Route } from './route.ts';

const LINK =
  'flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-xl px-3 text-quiet hover:bg-sunken hover:text-ink aria-[current=page]:font-medium aria-[current=page]:text-ink';

export function Header({ page }: { readonly page: Route['page'] }) {
  const text = useText();
  const current = (name: Route['page']) => (page === name ? ('page' as const) : undefined);
  return (
    <header className="flex items-center justify-between gap-2 py-4 sm:py-6">
      <a href="#/" className="flex items-center gap-2.5 rounded-xl text-xl font-semibold tracking-tight">
        <Logo className="size-8" />
        Flockdrop
      </a>
      <nav aria-label={text('app.main')} className="flex">
        <a
          href="#/library"
          aria-current={current('library')}
          className={LINK}
          aria-label={text('app.library')}
        >
          <FolderOpen aria-hidden className="size-5" />
          <span className="hidden sm:inline">{text('app.library')}</span>
        </a>
        <a
          href="#/settings"
          aria-current={current('settings')}
          className={LINK}
          aria-label={text('app.settings')}
        >
          <Settings aria-hidden className="size-5" />
          <span className="hidden sm:inline">{text('app.settings')}</span>
        </a>
      </nav>
    </header>
  );
}
