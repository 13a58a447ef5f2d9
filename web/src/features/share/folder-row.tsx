import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { FileSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Bar } from '../../ui/bar.tsx';
import { useCommands } from '../app/commands.ts';
import { Amount, indentOf, ROW_FACTS, TREE_ROW } from './file-row.tsx';
import type { Folder, FolderSummary } from './file-tree.ts';
import { filesIn } from './file-tree.ts';
import { PriorityChoice, WishBox } from './file-wish.tsx';

export const FolderRow = memo(function FolderRow({
  folder,
  summary,
  shareKey,
  depth,
  selectable,
  isOpen,
  wantedIn,
  onToggle,
}: {
  readonly folder: Folder;
  readonly summary: FolderSummary;
  readonly shareKey: string;
  readonly depth: number;
  readonly selectable: boolean;
  readonly isOpen: boolean;
  /** Of these files, those that are wanted now. */
  readonly wantedIn: (files: readonly number[]) => readonly number[];
  readonly onToggle: (path: string, isOpen: boolean) => void;
}) {
  const commands = useCommands();
  const text = useText();
  const { fileCount, wantedCount, length, progress, priority } = summary;
  const isDone = progress === 1;
  const wish = wantedCount === 0 ? 'none' : wantedCount === fileCount ? 'all' : 'some';
  const select = (files: readonly number[], wanted: FileSnapshot['priority']) =>
    commands.select(shareKey, { files, priority: wanted });
  return (
    <li
      data-testid="folder-row"
      data-path={folder.path}
      data-progress={progress}
      data-selected={wish}
      data-level={depth}
      className={TREE_ROW}
      style={indentOf(depth)}
    >
      {selectable && (
        <WishBox
          wish={wish}
          label={text('file.folder.wanted', { path: folder.path })}
          onChange={(wanted) => select(filesIn(folder), wanted ? 2 : 0)}
        />
      )}
      <div className="min-w-0 grow">
        <button
          type="button"
          data-row-stop
          aria-expanded={isOpen}
          title={folder.path}
          onClick={() => onToggle(folder.path, !isOpen)}
          className="-my-1 flex min-h-9 w-full items-start gap-1.5 rounded-lg py-1 text-start hover:text-accent"
        >
          <ChevronRight
            aria-hidden
            className={`mt-1 -ms-0.5 size-4 shrink-0 text-quiet transition-transform rtl:-scale-x-100 ${isOpen ? 'rotate-90 rtl:-rotate-90' : ''}`}
          />
          <span className="min-w-0 grow">
            <bdi className={`font-medium break-words ${wish === 'none' && !isDone ? 'text-quiet' : ''}`}>
              {folder.name}
            </bdi>
            <span className="block text-sm text-quiet tabular-nums">
              {wish === 'some'
                ? text('file.count.some', { wanted: wantedCount, count: fileCount })
                : text('file.count', { count: fileCount })}
            </span>
          </span>
        </button>
        {!isDone && (wish !== 'none' || progress > 0) && (
          <div className="mt-1.5">
            <Bar value={progress} />
          </div>
        )}
      </div>
      <div className={ROW_FACTS}>
        <Amount progress={progress} length={length} />
        {selectable && wish !== 'none' && !isDone && (
          <PriorityChoice
            priority={priority}
            label={text('file.folder.priority', { path: folder.path })}
            onChange={(chosen) => select(wantedIn(filesIn(folder)), chosen)}
          />
        )}
      </div>
    </li>
  );
});
