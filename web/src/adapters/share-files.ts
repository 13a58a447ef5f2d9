/**
 * Turns remembered file handles back into files. It asks for permission only when told to, because the browser
 * wants a gesture for that; it never reads the files.
 */
export interface RememberedFile {
  readonly path: string;
  readonly handle: FileSystemFileHandle;
}

type ShareFileCode = 'permission-needed' | 'permission-denied' | 'file-gone';

/** `permission-needed`: ask again from a gesture. `permission-denied`: the person said no. `file-gone`. */
export class ShareFileError extends Error {
  readonly code: ShareFileCode;
  readonly path: string;

  constructor(code: ShareFileCode, path: string, message: string) {
    super(message);
    this.name = 'ShareFileError';
    this.code = code;
    this.path = path;
  }
}

export interface ReopenedFile {
  readonly path: string;
  readonly file: File;
}

/** Chromium's part of the handle (File System Access), absent from TypeScript's library and from other browsers. */
interface PermissionHandle extends FileSystemFileHandle {
  queryPermission?(options: { readonly mode: 'read' }): Promise<PermissionState>;
  requestPermission?(options: { readonly mode: 'read' }): Promise<PermissionState>;
}

/**
 * Opens remembered files. With `ask` (from a gesture) the browser may show its question.
 * Throws ShareFileError for the first file that cannot be had.
 */
export async function reopenFiles(
  files: readonly RememberedFile[],
  options: { readonly ask: boolean },
): Promise<readonly ReopenedFile[]> {
  const reopened: ReopenedFile[] = [];
  for (const { path, handle } of files) {
    await permit(path, handle, options.ask);
    reopened.push({ path, file: await open(path, handle) });
  }
  return reopened;
}

async function permit(path: string, handle: PermissionHandle, ask: boolean): Promise<void> {
  let state = (await handle.queryPermission?.({ mode: 'read' })) ?? 'granted';
  if (state === 'prompt' && ask) state = (await handle.requestPermission?.({ mode: 'read' })) ?? state;
  if (state === 'granted') return;
  if (state === 'denied') {
    throw new ShareFileError('permission-denied', path, `The browser does not let this page read “${path}”.`);
  }
  throw new ShareFileError('permission-needed', path, `Reading “${path}” again needs your permission.`);
}

async function open(path: string, handle: FileSystemFileHandle): Promise<File> {
  try {
    return await handle.getFile();
  } catch {
    throw new ShareFileError('file-gone', path, `“${path}” is no longer where it was.`);
  }
}
