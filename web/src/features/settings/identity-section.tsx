import { KeyRound, LogIn } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { PeerBadge } from '../../ui/peer-badge.tsx';
import { peerName } from '../../ui/peer-face.ts';
import { toast } from '../../ui/toasts.tsx';
import { ExportName, ImportName } from './name-dialogs.tsx';
import { Section } from './section.tsx';

/** Who this browser is to others; `self` is its UUID. */
export function IdentitySection({ self }: { readonly self: string }) {
  const text = useText();
  const name = peerName(self);
  useNameChange(self, () => toast({ id: 'name', title: text('name.imported', { name }) }));
  return (
    <Section title={text('settings.name')}>
      <div className="flex items-center gap-3">
        <PeerBadge id={self} />
        <div className="min-w-0">
          <p className="font-medium">
            <bdi>{name}</bdi>
          </p>
          <p
            dir="ltr"
            data-testid="identity"
            data-uuid={self}
            className="font-mono text-xs break-all text-quiet rtl:text-end"
          >
            {self}
          </p>
        </div>
      </div>
      <p className="text-sm text-pretty text-quiet">{text('settings.name.about')}</p>
      <div className="flex flex-wrap gap-2">
        <CopyButton size="small" text={self} label={text('settings.copy')} />
        <ExportName
          trigger={
            <Button size="small">
              <KeyRound aria-hidden className="size-4" />
              {text('name.export')}
            </Button>
          }
        />
        <ImportName
          trigger={
            <Button size="small">
              <LogIn aria-hidden className="size-4 rtl:-scale-x-100" />
              {text('name.import')}
            </Button>
          }
        />
      </div>
    </Section>
  );
}

/** This browser became somebody else while the page is open. */
function useNameChange(self: string, onChange: () => void): void {
  const shown = useRef(self);
  useEffect(() => {
    if (shown.current === self) return;
    shown.current = self;
    onChange();
  });
}
