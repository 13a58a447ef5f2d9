import { type CSSProperties, memo } from 'react';
import type { FileSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Bar } from '../../ui/bar.tsx';
import { useCommands } from '../app/commands.ts';
import { FileActions } from './file-actions.tsx';
import { PriorityChoice, WishBox } from './file-wish.tsx';
import { shortName } from './short-name.ts';

/** A row of the tree; the browser lays out only those on screen, and takes the others to be as high as most are. */
export const TREE_ROW =
  'flex items-center gap-3 py-2.5 ps-[calc(var(--depth)*0.75rem)] @lg:ps-[calc(var(--depth)*1.5rem)] [contain-intrinsic-block-size:2.25rem] [content-visibility:auto]';

/** How much, and how soon. Where the list is narrow one stands below the other, because the name needs the width. */
export const ROW_FACTS = 'flex shrink-0 flex-col items-end gap-1 @lg:flex-row @lg:items-center @lg:gap-3';

/** Deeper ones stand no further in: on a phone nothing would be left of their names. */
const MOST_INDENTED = 6;

export function indentOf(depth: number): CSSProperties {
  return { '--depth': Math.min(depth, MOST_INDENTED) } as CSSProperties;
}

export const FileRow = memo(function FileRow({
  file,
  shareKey,
  depth,
  selectable,
  showsFolder,
}: {
  readonly file: FileSnapshot;
  readonly shareKey: string;
  readonly depth: number;
  readonly selectable: boolean;
  /** It does not stand below its folder. */
  readonly showsFolder: boolean;
}) {
  const commands = useCommands();
  const text = useText();
  const isDone = file.progress === 1;
  const isWanted = file.priority > 0;
  const cut = file.path.lastIndexOf('/');
  const select = (priority: FileSnapshot['priority']) =>
    commands.select(shareKey, { files: [file.index], priority });
  return (
    <li
      data-testid="file-row"
      data-path={file.path}
      data-length={file.length}
      data-progress={file.progress}
      data-selected={isWanted}
      data-level={depth}
      className={TREE_ROW}
      style={indentOf(depth)}
    >
      {selectable && (
        <WishBox
          wish={isWanted ? 'all' : 'none'}
          label={text('file.wanted', { path: file.path })}
          onChange={(wanted) => select(wanted ? 2 : 0)}
        />
      )}
      <div className="min-w-0 grow">
        <p className={`break-words ${isWanted || isDone ? '' : 'text-quiet'}`} title={file.path}>
          <bdi>{shortName(file.path.slice(cut + 1))}</bdi>
        </p>
        {cut > 0 && (
          // To the eye the rows above say it.
          <p className={showsFolder ? 'text-sm text-quiet break-words' : 'sr-only'}>
            <span className="sr-only">{text('file.in')} </span>
            <bdi>{file.path.slice(0, cut)}</bdi>
          </p>
        )}
        {!isDone && (isWanted || file.progress > 0) && (
          <div className="mt-1.5">
            <Bar value={file.progress} />
          </div>
        )}
      </div>
      <div className={ROW_FACTS}>
        <Amount progress={file.progress} length={file.length} />
        {selectable && isWanted && !isDone && (
          <PriorityChoice
            priority={file.priority}
            label={text('file.priority', { path: file.path })}
            onChange={select}
          />
        )}
      </div>
      <FileActions file={file} shareKey={shareKey} />
    </li>
  );
});

/** As wide before the first byte as after it, so that no row moves when data comes; in a narrow list the bar tells the rest. */
export function Amount({ progress, length }: { readonly progress: number; readonly length: number }) {
  const text = useText();
  const isUnderWay = progress > 0 && progress < 1;
  const all = text.bytes(length);
  return (
    <span
      className={`shrink-0 text-end text-sm text-quiet tabular-nums ${progress < 1 ? '@lg:min-w-[7.25rem]' : ''}`}
    >
      {isUnderWay ? (
        <>
          <span aria-hidden className="@lg:hidden">
            {all}
          </span>
          <span className="sr-only @lg:not-sr-only">
            {text('share.part', { done: text.percent(progress), all })}
          </span>
        </>
      ) : (
        all
      )}
    </span>
  );
}
