import { WifiOff } from 'lucide-react';
import { useText } from '../../text/index.ts';
import { useApp } from './commands.ts';
import { useOnline } from './use-online.ts';

/** Says what goes on without a network, or without the server; nothing while both are there. */
export function ConnectionNotice() {
  const text = useText();
  const isOnline = useOnline();
  const server = useApp((snapshot) => snapshot.server);
  if (!isOnline) {
    return (
      <p
        role="status"
        data-testid="offline"
        className="mb-4 flex items-start gap-3 rounded-xl bg-sunken px-4 py-3 text-sm text-pretty text-quiet"
      >
        <WifiOff aria-hidden className="size-5 shrink-0" />
        {text('app.offline')}
      </p>
    );
  }
  if (server !== 'offline') return null;
  // A share that nobody can find for this reason tells it itself, and what it means for this one.
  return (
    <p
      role="status"
      className="mb-4 rounded-xl bg-warn-soft px-4 py-2 text-sm text-warn group-has-data-[code=no-server]/frame:hidden"
    >
      {text('app.server-away')}
    </p>
  );
}
