import type { PickedFile } from '../../session/snapshot.ts';

/** Files out of choosers, drops and pastes, folders included. */

/** What an `<input type=file>` holds; a folder chooser gives relative paths. */
export function readInput(files: FileList | null): readonly PickedFile[] {
  return [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** Whether files or folders are being dragged, rather than text or a link. */
export function bringsFiles(transfer: DataTransfer): boolean {
  return transfer.types.includes('Files');
}

/** How many files and folders are being dragged; what they are the browser tells only when they are let go. */
export function itemsIn(transfer: DataTransfer): number {
  return [...transfer.items].filter(({ kind }) => kind === 'file').length;
}

/** A link that was dragged or copied, or other text; `''` without any. */
export function readText(data: DataTransfer): string {
  return (data.getData('text/uri-list') || data.getData('text/plain')).trim();
}

/** What a drop brought of one file or folder, taken from its event. */
export interface Dropped {
  readonly entry: FileSystemEntry | null;
  readonly file: File | null;
  /** It outlives the page, where the browser has them (Chromium). */
  readonly handle: Promise<FileSystemHandle | null> | undefined;
}

interface HandleItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/**
 * Everything must be taken from the event before the first wait: the browser empties it then.
 * Rejects when anything cannot be read: half a folder is not what a person meant to share.
 */
export function readDrop(transfer: DataTransfer): Promise<readonly PickedFile[]> {
  const items: readonly HandleItem[] = [...transfer.items].filter((item) => item.kind === 'file');
  return readDropped(
    items.map((item) => ({
      entry: item.webkitGetAsEntry(),
      file: item.getAsFile(),
      handle: item.getAsFileSystemHandle?.().catch(() => null),
    })),
  );
}

/** Rejects as `readDrop`. */
export async function readDropped(dropped: readonly Dropped[]): Promise<readonly PickedFile[]> {
  const found: PickedFile[] = [];
  for (const { entry, file, handle } of dropped) {
    if (entry?.isDirectory === true) {
      await walk(entry as FileSystemDirectoryEntry, '', found);
    } else if (file !== null) {
      const kept = (await handle) ?? null;
      found.push({
        path: file.name,
        file,
        ...(kept?.kind === 'file' ? { handle: kept as FileSystemFileHandle } : {}),
      });
    }
  }
  return found;
}

async function walk(directory: FileSystemDirectoryEntry, above: string, found: PickedFile[]): Promise<void> {
  const path = `${above}${directory.name}/`;
  const reader = directory.createReader();
  for (;;) {
    // Chromium hands out a hundred at a time, and nothing when it is done.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return;
    for (const entry of entries) {
      if (entry.isDirectory) {
        await walk(entry as FileSystemDirectoryEntry, path, found);
      } else {
        const file = await new Promise<File>((resolve, reject) => {
          (entry as FileSystemFileEntry).file(resolve, reject);
        });
        found.push({ path: `${path}${file.name}`, file });
      }
    }
  }
}
