import { MonitorDown } from 'lucide-react';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useRest, useShell } from '../app/commands.ts';
import { Section } from './section.tsx';

/** Nothing where the app is installed already, or the browser has no way to. */
export function InstallSection() {
  const text = useText();
  const shell = useRest()?.shell;
  const isOffered = useShell(({ isInstallable }) => isInstallable);
  if (!isOffered && !isByHand()) return null;
  return (
    <Section title={text('shell.install')}>
      <p className="text-sm text-pretty text-quiet">
        {text(isOffered ? 'shell.install.text' : 'shell.install.by-hand')}
      </p>
      {isOffered && (
        <div>
          <Button data-testid="install" onClick={() => shell?.install()}>
            <MonitorDown aria-hidden className="size-4" />
            {text('shell.install.do')}
          </Button>
        </div>
      )}
    </Section>
  );
}

/** Safari on phones and tablets installs, offers nothing, and alone says whether it did. */
function isByHand(): boolean {
  return typeof navigator !== 'undefined' && 'standalone' in navigator && navigator.standalone === false;
}
