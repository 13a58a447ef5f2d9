import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useApp, useCommands } from '../app/commands.ts';

/** What room all of it takes, what is left, and whether the browser promised to keep it. */
export function StorageCard() {
  const text = useText();
  const used = useApp((snapshot) => snapshot.storageUsed);
  const quota = useApp((snapshot) => snapshot.storageQuota);
  if (used === null || quota === null || quota <= 0) return null;
  return (
    <section
      aria-label={text('library.storage')}
      className="flex flex-col gap-4 rounded-3xl border border-line bg-card p-5 sm:p-7"
    >
      <div className="flex flex-col gap-2">
        <ProgressBar value={Math.min(1, used / quota)} label={text('library.storage.used')} thin />
        <p className="text-sm text-quiet tabular-nums">
          {text('library.storage.words', {
            used: text.bytes(used),
            left: text.bytes(Math.max(0, quota - used)),
          })}
        </p>
      </div>
      <Keep />
    </section>
  );
}

function Keep() {
  const text = useText();
  const commands = useCommands();
  const isKept = useApp((snapshot) => snapshot.storageKept);
  const [isRefused, setRefused] = useState(false);
  if (isKept === null) return null;
  if (isKept) {
    return (
      <p role="status" className="flex items-start gap-2 text-sm text-pretty text-accent">
        <ShieldCheck aria-hidden className="mt-px size-4 shrink-0" />
        {text('library.kept')}
      </p>
    );
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p role="status" className="grow basis-64 text-sm text-pretty text-quiet">
        {text(isRefused ? 'library.keep.refused' : 'library.keep.about')}
      </p>
      <Button
        size="small"
        data-testid="keep-safe"
        onClick={async () => setRefused(!(await commands.keepStorage()))}
      >
        <ShieldCheck aria-hidden className="size-4" />
        {text('library.keep')}
      </Button>
    </div>
  );
}
