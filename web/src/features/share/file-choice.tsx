import type { ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../app/commands.ts';

/** Whether there is anything to choose: of one file, or where everything is here, there is not. */
export function isSelectable(share: ShareSnapshot): boolean {
  if (share.files.length < 2 || share.state === 'hashing' || share.state === 'seeding') return false;
  return !share.needsPermission && share.heldLength < (share.totalLength ?? 0);
}

/** What is selected of many files, and both ends of the choice: for all of them, or for those that were found. */
export function FileChoice({
  share,
  found,
}: {
  readonly share: ShareSnapshot;
  /** `null`: nothing is looked for. */
  readonly found: readonly number[] | null;
}) {
  const commands = useCommands();
  const text = useText();
  const { key, files, wantedFiles, wantedLength } = share;
  const choose = (priority: 0 | 2) => commands.select(key, { files: found ?? 'all', priority });
  const offered = found?.length ?? files.length;
  const wanted = found === null ? wantedFiles : found.filter((index) => isWanted(share, index)).length;
  return (
    <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <p className="text-sm text-quiet tabular-nums" aria-live="polite">
        {text('file.selected', {
          wanted: wantedFiles,
          all: files.length,
          size: text.bytes(wantedLength ?? 0),
        })}
      </p>
      <div className="-me-3 flex @max-md:-ms-3">
        <Button look="quiet" size="small" disabled={wanted === offered} onClick={() => choose(2)}>
          {text(found === null ? 'file.all' : 'file.all.found')}
        </Button>
        <Button look="quiet" size="small" disabled={wanted === 0} onClick={() => choose(0)}>
          {text(found === null ? 'file.none' : 'file.none.found')}
        </Button>
      </div>
    </div>
  );
}

function isWanted({ files }: ShareSnapshot, index: number): boolean {
  return (files[index]?.priority ?? 0) > 0;
}
