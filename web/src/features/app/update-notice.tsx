import { RefreshCw, X } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useRest, useShell } from './commands.ts';

/** A newer build is ready: it begins when the person says so, and never by itself. */
export function UpdateNotice() {
  const text = useText();
  const isReady = useShell((shell) => shell.isUpdateReady);
  const shell = useRest()?.shell;
  const [isDismissed, setDismissed] = useState(false);
  if (!isReady || isDismissed || shell === undefined) return null;
  return (
    <div
      role="status"
      data-testid="update"
      className="fixed inset-x-4 bottom-4 z-10 flex items-center gap-1 rounded-2xl border border-line bg-card py-2 ps-4 pe-2 shadow-xl sm:start-6 sm:end-auto sm:bottom-6 sm:max-w-md"
    >
      <p className="me-2 grow text-sm text-pretty">{text('shell.update')}</p>
      <Button size="small" onClick={() => shell.reload()}>
        <RefreshCw aria-hidden className="size-4" />
        {text('shell.update.reload')}
      </Button>
      <Button
        look="quiet"
        size="small"
        aria-label={text('shell.update.later')}
        onClick={() => setDismissed(true)}
      >
        <X aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
