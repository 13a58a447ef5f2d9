import {
  type KeyboardEvent,
  startTransition,
  useCallback,
  useDeferredValue,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { FileSnapshot, ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { FileChoice, isSelectable } from './file-choice.tsx';
import { FileFilter } from './file-filter-box.tsx';
import { FileRow } from './file-row.tsx';
import { isOpenAtFirst, ROWS_AT_ONCE, type TreeRow, visibleRows } from './file-tree.ts';
import { FolderRow } from './folder-row.tsx';
import { moveAmongRows } from './row-keys.ts';
import { type Tree, TreeMemory } from './tree-memory.ts';

/** What is seen first; more at a time would keep the page from answering. */
const ROWS_AT_FIRST = 30;
/** So many files are looked through with the eyes. */
const FILES_WORTH_A_FILTER = 20;

export function FileList({ share }: { readonly share: ShareSnapshot }) {
  const text = useText();
  const { key, files } = share;
  const [memory] = useState(() => new TreeMemory());
  const [limit, setLimit] = useState(ROWS_AT_ONCE);
  const shown = useDeferredValue(limit, ROWS_AT_FIRST);
  const [query, setQuery] = useState('');
  const sought = useDeferredValue(query).trim();
  const tree = memory.of(files);
  const { isOpen, toggle, setAll, areAllOpen } = useFolders(tree, files.length);
  const found = sought === '' ? null : memory.find(files, sought);
  const rows = found === null ? visibleRows(tree.root, isOpen) : found.map(foundRow);
  const selectable = isSelectable(share);
  const wantedIn = useWantedIn(files);
  return (
    <section
      aria-label={text('file.list')}
      className="@container rounded-3xl border border-line bg-card p-5 sm:p-7"
    >
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4">
        <h2 className="font-semibold">{text('file.count', { count: files.length })}</h2>
        {tree.summaries.size > 1 && found === null && (
          <Button look="quiet" size="small" className="-me-3" onClick={() => setAll(!areAllOpen)}>
            {text(areAllOpen ? 'file.folders.close' : 'file.folders.open')}
          </Button>
        )}
      </div>
      {files.length > FILES_WORTH_A_FILTER && (
        <FileFilter query={query} found={found?.length ?? null} onChange={setQuery} />
      )}
      {selectable && <FileChoice share={share} found={found} />}
      <ul className="divide-y divide-line" onKeyDown={goByArrows}>
        {rows.slice(0, shown).map((row) => {
          const common = { shareKey: key, depth: row.depth, selectable };
          if (row.kind === 'file') {
            const file = files[row.index];
            return file === undefined ? null : (
              <FileRow key={row.index} {...common} file={file} showsFolder={found !== null} />
            );
          }
          const summary = tree.summaries.get(row.folder.path);
          return summary === undefined ? null : (
            <FolderRow
              key={`/${row.folder.path}`}
              {...common}
              folder={row.folder}
              summary={summary}
              isOpen={row.isOpen}
              wantedIn={wantedIn}
              onToggle={toggle}
            />
          );
        })}
      </ul>
      {rows.length > limit && (
        <Button
          className="mt-3"
          onClick={() => startTransition(() => setLimit((before) => before + ROWS_AT_ONCE))}
        >
          {text('file.more', { count: rows.length - limit })}
        </Button>
      )}
    </section>
  );
}

function foundRow(index: number): TreeRow {
  return { kind: 'file', depth: 0, index };
}

function goByArrows(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target instanceof HTMLElement && moveAmongRows(event.key, event.target)) event.preventDefault();
}

/** Which folders are open: those that the person opened, and of the others all or none. */
function useFolders({ summaries }: Tree, fileCount: number) {
  const [others, setOthers] = useState<boolean | null>(null);
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map());
  const isOpen = (path: string) => touched.get(path) ?? others ?? isOpenAtFirst(fileCount);
  const toggle = useCallback(
    (path: string, open: boolean) =>
      // Many rows are drawn in short pieces, between which the page answers.
      startTransition(() => setTouched((before) => new Map(before).set(path, open))),
    [],
  );
  const setAll = (open: boolean) =>
    startTransition(() => {
      setOthers(open);
      setTouched(new Map());
    });
  return { isOpen, toggle, setAll, areAllOpen: [...summaries.keys()].every(isOpen) };
}

/** The same function for ever, so that rows stay as they are: it looks when it is asked. */
function useWantedIn(files: readonly FileSnapshot[]): (indices: readonly number[]) => readonly number[] {
  const latest = useRef(files);
  useEffect(() => {
    latest.current = files;
  }, [files]);
  return useCallback((indices) => indices.filter((index) => (latest.current[index]?.priority ?? 0) > 0), []);
}
