import { Download } from 'lucide-react';
import { memo, useDeferredValue, useState } from 'react';
import type { FileSnapshot, ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useCommands } from '../app/commands.ts';
import { FileChoice, isSelectable } from './file-choice.tsx';
import { FileCheckbox, FilePriority } from './file-wish.tsx';

/** Beyond this a page of rows helps nobody; the rest comes on request. */
const ROWS_AT_ONCE = 500;
/** What is seen first; more at a time would keep the page from answering. */
const ROWS_AT_FIRST = 30;

export function FileList({ share }: { readonly share: ShareSnapshot }) {
  const text = useText();
  const [limit, setLimit] = useState(ROWS_AT_ONCE);
  const shown = useDeferredValue(limit, ROWS_AT_FIRST);
  const { files } = share;
  const selectable = isSelectable(share);
  return (
    <section aria-label={text('file.list')} className="rounded-3xl border border-line bg-card p-5 sm:p-7">
      <h2 className="mb-2 font-semibold">{text('file.count', { count: files.length })}</h2>
      {selectable && <FileChoice share={share} />}
      <ul className="divide-y divide-line">
        {files.slice(0, shown).map((file) => (
          <FileRow key={file.index} file={file} shareKey={share.key} selectable={selectable} />
        ))}
      </ul>
      {files.length > limit && (
        <Button className="mt-3" onClick={() => setLimit(limit + ROWS_AT_ONCE)}>
          {text('file.more', { count: files.length - limit })}
        </Button>
      )}
    </section>
  );
}

const FileRow = memo(function FileRow({
  file,
  shareKey,
  selectable,
}: {
  readonly file: FileSnapshot;
  readonly shareKey: string;
  readonly selectable: boolean;
}) {
  const commands = useCommands();
  const text = useText();
  const isDone = file.progress === 1;
  const isWanted = file.priority > 0;
  const cut = file.path.lastIndexOf('/');
  return (
    <li
      data-testid="file-row"
      data-path={file.path}
      data-length={file.length}
      data-progress={file.progress}
      data-selected={isWanted}
      className="flex items-center gap-3 py-2.5 [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto]"
    >
      {selectable && <FileCheckbox file={file} shareKey={shareKey} />}
      <div className="min-w-0 grow">
        <p className={`line-clamp-2 break-words ${isWanted || isDone ? '' : 'text-quiet'}`} title={file.path}>
          <bdi>{file.path.slice(cut + 1)}</bdi>
        </p>
        {cut > 0 && (
          <p className="truncate text-sm text-quiet">
            <span className="sr-only">{text('file.in')} </span>
            <bdi>{file.path.slice(0, cut)}</bdi>
          </p>
        )}
        {!isDone && (isWanted || file.progress > 0) && (
          <div className="mt-1.5">
            <ProgressBar value={file.progress} label={text('file.downloaded', { path: file.path })} thin />
          </div>
        )}
      </div>
      {/* On a phone the name needs the width. */}
      <div className="flex shrink-0 flex-col items-end gap-1 sm:flex-row sm:items-center sm:gap-3">
        {/* As wide before the first byte as after it, so that no row moves when data comes. */}
        <span
          className={`shrink-0 text-end text-sm text-quiet tabular-nums ${isDone ? '' : 'min-w-[7.25rem]'}`}
        >
          {isDone || file.progress === 0
            ? text.bytes(file.length)
            : text('share.part', { done: text.percent(file.progress), all: text.bytes(file.length) })}
        </span>
        {selectable && isWanted && !isDone && <FilePriority file={file} shareKey={shareKey} />}
      </div>
      {isDone && (
        <Button
          look="quiet"
          size="small"
          data-testid="save"
          aria-label={text('file.save', { path: file.path })}
          onClick={() => commands.save(shareKey, file.index)}
        >
          <Download aria-hidden className="size-4" />
        </Button>
      )}
    </li>
  );
});
