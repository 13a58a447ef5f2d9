import type { FileSnapshot } from '../../session/snapshot.ts';
import { naturalOrder } from './natural-order.ts';

/** The files of a share as folders, and what is to be seen of them. Pure: it is told which folders are open. */

export interface Folder {
  /** From the root of the share, `/`-separated; empty for the root itself. */
  readonly path: string;
  /** Where a folder holds nothing but another, both are one: `Archive/2026`. */
  readonly name: string;
  readonly folders: readonly Folder[];
  /** Files that lie in it directly, by their index. */
  readonly files: readonly number[];
}

/** What a folder holds, at any depth. */
export interface FolderSummary {
  /** Bytes. */
  readonly length: number;
  /** 0–1, of all that is in it. */
  readonly progress: number;
  readonly fileCount: number;
  readonly wantedCount: number;
  /** Of what is wanted and not here yet; `null` where there is none or they differ. */
  readonly priority: FileSnapshot['priority'] | null;
}

export type TreeRow =
  | { readonly kind: 'folder'; readonly depth: number; readonly folder: Folder; readonly isOpen: boolean }
  | { readonly kind: 'file'; readonly depth: number; readonly index: number };

/** Beyond this a page of rows helps nobody; the rest comes on request. */
export const ROWS_AT_ONCE = 500;

interface Growing {
  readonly folders: Map<string, Growing>;
  readonly files: number[];
}

/** @param paths of all files, by index; safe for display */
export function folderTree(paths: readonly string[]): Folder {
  const root: Growing = { folders: new Map(), files: [] };
  for (const [index, path] of paths.entries()) {
    const names = path.split('/');
    let folder = root;
    for (const name of names.slice(0, -1)) {
      const inner = folder.folders.get(name) ?? { folders: new Map(), files: [] };
      folder.folders.set(name, inner);
      folder = inner;
    }
    folder.files.push(index);
  }
  return finished(root, '', '', paths);
}

function finished(growing: Growing, path: string, name: string, paths: readonly string[]): Folder {
  const [only, ...others] = growing.folders;
  if (path !== '' && growing.files.length === 0 && only !== undefined && others.length === 0) {
    const [inner, folder] = only;
    return finished(folder, `${path}/${inner}`, `${name}/${inner}`, paths);
  }
  const folders = naturalOrder([...growing.folders], ([inner]) => inner).map(([inner, folder]) =>
    finished(folder, path === '' ? inner : `${path}/${inner}`, inner, paths),
  );
  return { path, name, folders, files: naturalOrder(growing.files, (index) => paths[index] ?? '') };
}

/** Indices of all files in it, at any depth. */
export function filesIn(folder: Folder): readonly number[] {
  return [...folder.folders.flatMap(filesIn), ...folder.files];
}

/** Whether a folder is open that nobody has touched: where a page bears all of it. */
export function isOpenAtFirst(fileCount: number): boolean {
  return fileCount <= ROWS_AT_ONCE;
}

/** From top to bottom, as they stand below each other. */
export function visibleRows(root: Folder, isOpen: (path: string) => boolean): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (folder: Folder, depth: number) => {
    for (const inner of folder.folders) {
      const open = isOpen(inner.path);
      rows.push({ kind: 'folder', depth, folder: inner, isOpen: open });
      if (open) add(inner, depth + 1);
    }
    for (const index of folder.files) rows.push({ kind: 'file', depth, index });
  };
  add(root, 0);
  return rows;
}

interface Sums {
  length: number;
  held: number;
  fileCount: number;
  wantedCount: number;
  /** Bits of the priorities that occur. */
  priorities: number;
}

/** Every folder below the root; what came out the same as in `previous` keeps its identity. */
export function summarise(
  root: Folder,
  files: readonly FileSnapshot[],
  previous: ReadonlyMap<string, FolderSummary> = new Map(),
): ReadonlyMap<string, FolderSummary> {
  const summaries = new Map<string, FolderSummary>();
  const sum = (folder: Folder): Sums => {
    const sums: Sums = { length: 0, held: 0, fileCount: 0, wantedCount: 0, priorities: 0 };
    for (const inner of folder.folders) add(sums, sum(inner));
    for (const index of folder.files) addFile(sums, files[index]);
    if (folder !== root) summaries.set(folder.path, reused(previous.get(folder.path), sums));
    return sums;
  };
  sum(root);
  return summaries;
}

function add(sums: Sums, more: Sums): void {
  sums.length += more.length;
  sums.held += more.held;
  sums.fileCount += more.fileCount;
  sums.wantedCount += more.wantedCount;
  sums.priorities |= more.priorities;
}

function addFile(sums: Sums, file: FileSnapshot | undefined): void {
  if (file === undefined) return;
  sums.length += file.length;
  sums.held += file.length * file.progress;
  sums.fileCount++;
  if (file.priority === 0) return;
  sums.wantedCount++;
  if (file.progress < 1) sums.priorities |= 1 << file.priority;
}

function reused(
  before: FolderSummary | undefined,
  { length, held, fileCount, wantedCount, priorities }: Sums,
): FolderSummary {
  const progress = length === 0 ? 1 : held / length;
  const priority = PRIORITIES.find((one) => priorities === 1 << one) ?? null;
  const isSame =
    before?.length === length &&
    before.progress === progress &&
    before.fileCount === fileCount &&
    before.wantedCount === wantedCount &&
    before.priority === priority;
  return isSame ? before : { length, progress, fileCount, wantedCount, priority };
}

const PRIORITIES = [1, 2, 3] as const;
