/**
 * Folders and files below the one that a person chose, found and made by their names. It knows no contents. Whatever
 * the browser refuses comes out as a FolderError.
 */
import { numberedName } from '@flockdrop/shared/metainfo';

/** A folder whose name is taken by file after file is not worth more tries. */
const MAX_NUMBER = 1_000;

type FolderCode = 'save-permission' | 'save-disk-full' | 'save-folder-gone' | 'save-refused' | 'save-failed';

/** `save-permission`: a click asks for it again. `save-refused`: the browser will not have a file of that kind. */
export class FolderError extends Error {
  readonly code: FolderCode;
  /** Which of several messages of that code it is. */
  readonly words: string;
  /** What the message names. */
  readonly values: Readonly<Record<string, string>>;
  constructor(
    code: FolderCode,
    message: string,
    { words = code, ...values }: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'FolderError';
    this.code = code;
    this.words = words;
    this.values = values;
  }
}

export interface Folder {
  readonly handle: FileSystemDirectoryHandle;
  /** Of what is in it, `/` at its end; `''` for the chosen one. */
  readonly prefix: string;
}

/** What a name leads to. `taken`: a folder. `refused`: the browser does not write files of that name. */
export type Entry = FileSystemFileHandle | 'absent' | 'taken' | 'refused';

export class FolderTree {
  readonly #root: Folder;
  /** By the path that the share has for it. */
  readonly #folders = new Map<string, Folder>();

  constructor(root: FileSystemDirectoryHandle) {
    this.#root = { handle: root, prefix: '' };
  }

  /** The file at a path that was used before; `null` when it is not there any more. */
  async find(path: string): Promise<FileSystemFileHandle | null> {
    const names = path.split('/');
    const last = names.pop() ?? '';
    try {
      let { handle } = this.#root;
      for (const name of names) handle = await handle.getDirectoryHandle(name);
      return await handle.getFileHandle(last);
    } catch (error) {
      if (isNamed(error, 'NotFoundError', 'TypeMismatchError')) return null;
      throw folderError(error, path);
    }
  }

  /** The folder of that path, made where it is missing; with a number behind a name that a file has already. */
  async folder(names: readonly string[]): Promise<Folder> {
    let folder = this.#root;
    for (const depth of names.keys()) {
      const path = names.slice(0, depth + 1).join('/');
      const known = this.#folders.get(path);
      folder = known ?? (await this.#enter(folder, names[depth] ?? ''));
      this.#folders.set(path, folder);
    }
    return folder;
  }

  async look({ handle, prefix }: Folder, name: string): Promise<Entry> {
    try {
      return await handle.getFileHandle(name);
    } catch (error) {
      if (isNamed(error, 'NotFoundError')) return 'absent';
      if (isNamed(error, 'TypeMismatchError')) return 'taken';
      if (error instanceof TypeError) return 'refused';
      throw folderError(error, prefix + name);
    }
  }

  create({ handle, prefix }: Folder, name: string): Promise<FileSystemFileHandle> {
    return onDisk(prefix + name, () => handle.getFileHandle(name, { create: true }));
  }

  async #enter({ handle, prefix }: Folder, name: string): Promise<Folder> {
    let wanted = name;
    for (let number = 1; number <= MAX_NUMBER; number++) {
      const tried = number === 1 ? wanted : numberedName(wanted, number);
      try {
        const found = await handle.getDirectoryHandle(tried, { create: true });
        return { handle: found, prefix: `${prefix}${tried}/` };
      } catch (error) {
        if (isNamed(error, 'TypeMismatchError')) continue;
        if (!(error instanceof TypeError) || wanted !== name) throw folderError(error, prefix + tried);
        wanted = `${name}_`;
        number = 0;
      }
    }
    throw noName(prefix + name);
  }
}

/** Does what may fail on the disk; `path` is what the person knows it by. */
export async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw folderError(error, path);
  }
}

export function noName(path: string): FolderError {
  return new FolderError(
    'save-failed',
    `There are too many other files named like “${path}” in the folder. Choose another one.`,
    { words: 'save-failed.names', path },
  );
}

function folderError(error: unknown, path: string): FolderError {
  if (isNamed(error, 'NotAllowedError', 'SecurityError')) {
    return new FolderError(
      'save-permission',
      'The browser does not let this page write into the folder any more. What was saved is there; go on saving, and the browser asks you.',
    );
  }
  if (isNamed(error, 'QuotaExceededError')) {
    return new FolderError(
      'save-disk-full',
      'The disk of that folder is full. What was saved is there; free some space and go on saving, or choose another folder.',
    );
  }
  if (isNamed(error, 'NotFoundError')) {
    return new FolderError(
      'save-folder-gone',
      'The folder is not there any more: it was moved, renamed or unplugged. Bring it back and go on saving, or choose another folder.',
    );
  }
  if (isNamed(error, 'AbortError') || error instanceof TypeError) {
    return new FolderError(
      'save-refused',
      `The browser does not let this page write “${path}”. Save that file by itself, as an ordinary download.`,
      { path },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new FolderError(
    'save-failed',
    `“${path}” could not be written: ${reason} What was saved is there; go on saving to try again.`,
    { words: 'save-failed.write', path, reason },
  );
}

function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof DOMException && names.includes(error.name);
}
