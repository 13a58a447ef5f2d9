import { FolderCheck, FolderDown, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { rich, useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useCommands } from '../app/commands.ts';

/**
 * What is being saved and how far, and where it went. Only that it goes on is announced: the numbers change all the
 * time, and the end is told in passing on every page.
 */
export function SavingStatus({ share }: { readonly share: ShareSnapshot }) {
  const commands = useCommands();
  const text = useText();
  const { saving, lastSave } = share;
  const Icon = saving === null ? FolderCheck : FolderDown;
  const isShown = saving !== null || lastSave !== null;
  const progress = saving === null || saving.length === 0 ? 0 : Math.min(1, saving.bytes / saving.length);
  return (
    <div
      data-testid="saving"
      data-state={stateOf(share)}
      className={isShown ? 'rounded-xl bg-sunken px-4 py-3 text-sm' : 'sr-only'}
    >
      <div className="flex items-center gap-3">
        {isShown && <Icon aria-hidden className="size-4 shrink-0 text-quiet" />}
        <p role="status" className="min-w-0 grow wrap-anywhere empty:sr-only">
          {saving !== null && <GoingOn {...saving} />}
        </p>
        {saving === null && lastSave !== null && (
          <p className="min-w-0 grow wrap-anywhere">
            {lastSave.folder === null
              ? text('save.done')
              : rich(text, 'save.done.into', { folder: lastSave.folder, bdi: nameOf })}
          </p>
        )}
        {saving !== null && (
          <Button
            look="quiet"
            size="small"
            aria-label={text('save.cancel.label')}
            className="-my-1.5 -me-2"
            onClick={() => commands.cancelSaving(share.key)}
          >
            <X aria-hidden className="size-4" />
            {text('save.cancel')}
          </Button>
        )}
      </div>
      {saving !== null && (
        <div className="mt-2 flex flex-col gap-1.5">
          <ProgressBar value={progress} label={text('save.progress')} thin />
          <p className="flex justify-between text-quiet tabular-nums">
            <span>{text.percent(progress)}</span>
            <span>
              {text('share.part', { done: text.bytes(saving.bytes), all: text.bytes(saving.length) })}
            </span>
          </p>
        </div>
      )}
    </div>
  );
}

function GoingOn({ folder, isWaiting }: NonNullable<ShareSnapshot['saving']>) {
  const text = useText();
  if (folder === null) return text('save.to-downloads');
  return rich(text, isWaiting ? 'save.into.waiting' : 'save.into', { folder, bdi: nameOf });
}

const nameOf = (name: ReactNode) => <bdi className="font-medium">{name}</bdi>;

function stateOf({ saving, lastSave }: ShareSnapshot): 'saving' | 'waiting' | 'saved' | 'none' {
  if (saving !== null) return saving.isWaiting ? 'waiting' : 'saving';
  return lastSave === null ? 'none' : 'saved';
}
