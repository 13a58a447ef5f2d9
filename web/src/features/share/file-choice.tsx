import type { ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../app/commands.ts';

/** Whether there is anything to choose: of one file, or where everything is here, there is not. */
export function isSelectable(share: ShareSnapshot): boolean {
  if (share.files.length < 2 || share.state === 'hashing' || share.state === 'seeding') return false;
  return !share.needsPermission && share.heldLength < (share.totalLength ?? 0);
}

/** What is selected of many files, and both ends of the choice. */
export function FileChoice({ share }: { readonly share: ShareSnapshot }) {
  const commands = useCommands();
  const text = useText();
  const { key, files, wantedFiles, wantedLength } = share;
  const choose = (priority: 0 | 2) => commands.select(key, { files: 'all', priority });
  return (
    <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <p className="text-sm text-quiet tabular-nums" aria-live="polite">
        {text('file.selected', {
          wanted: wantedFiles,
          all: files.length,
          size: text.bytes(wantedLength ?? 0),
        })}
      </p>
      <div className="-me-3 flex max-sm:-ms-3">
        <Button look="quiet" size="small" disabled={wantedFiles === files.length} onClick={() => choose(2)}>
          {text('file.all')}
        </Button>
        <Button look="quiet" size="small" disabled={wantedFiles === 0} onClick={() => choose(0)}>
          {text('file.none')}
        </Button>
      </div>
    </div>
  );
}
