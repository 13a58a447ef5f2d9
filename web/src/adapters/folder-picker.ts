/**
 * Lets a person choose a folder, and asks whether this page may write into one that was chosen before. Chromium has
 * this, over https and on localhost; nothing is written here.
 */

/** Absent from TypeScript's library and from other browsers. */
declare global {
  var showDirectoryPicker:
    | ((options: {
        readonly id: string;
        readonly mode: 'readwrite';
        readonly startIn: FileSystemDirectoryHandle | 'downloads';
      }) => Promise<FileSystemDirectoryHandle>)
    | undefined;
}

interface PermissionHandle extends FileSystemDirectoryHandle {
  queryPermission?(options: { readonly mode: 'readwrite' }): Promise<PermissionState>;
  requestPermission?(options: { readonly mode: 'readwrite' }): Promise<PermissionState>;
}

export function canPickFolder(): boolean {
  return typeof globalThis.showDirectoryPicker === 'function';
}

/**
 * Call from a gesture. `null` when the person chose none after all.
 * @param near where to begin looking
 */
export async function pickFolder(
  near: FileSystemDirectoryHandle | null,
): Promise<FileSystemDirectoryHandle | null> {
  const pick = globalThis.showDirectoryPicker;
  if (pick === undefined) return null;
  const options = { id: 'flockdrop', mode: 'readwrite' } as const;
  try {
    return await pick({ ...options, startIn: near ?? 'downloads' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** Whether this page may write there. With `ask`, from a gesture, the browser may put the question. */
export async function mayWrite(folder: PermissionHandle, ask: boolean): Promise<boolean> {
  const options = { mode: 'readwrite' } as const;
  const state = (await folder.queryPermission?.(options)) ?? 'granted';
  if (state !== 'prompt' || !ask) return state === 'granted';
  return (await folder.requestPermission?.(options)) === 'granted';
}
