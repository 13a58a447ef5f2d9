/**
 * Turns remembered file handles back into files. It asks for permission only when told to, because the browser
 * wants a gesture for that; it never reads the files.
 */
export interface RememberedFile {
  readonly path: string;
  readonly handle: FileSystemFileHandle;
}

/** `permission-needed`: ask again from a gesture. `permission-denied`: the person said no. `file-gone`. */
export class ShareFileError extends Error {
  readonly code: 'permission-needed' | 'permission-denied' | 'file-gone';
  readonly path: string;
  constructor(code: ShareFileError['code'], path: string, message: string) {
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

/**
 * Opens remembered files. With `ask` (from a gesture) the browser may show its question.
 * Throws ShareFileError for the first file that cannot be had.
 */
export declare function reopenFiles(
  files: readonly RememberedFile[],
  options: { readonly ask: boolean },
): Promise<readonly ReopenedFile[]>;
