import { canPickFolder, mayWrite, pickFolder } from '../adapters/folder-picker.ts';
import type { SaveProblem } from '../adapters/saver.ts';
import type { SessionContext } from './context.ts';
import { FolderSave, type FolderSaveEnd } from './folder-save.ts';
import { reuse } from './reuse.ts';
import { belongs } from './save.ts';
import { Saves } from './saves.ts';
import type { ShareMemory } from './share-memory.ts';
import type { FileSnapshot, Problem, ShareSnapshot } from './snapshot.ts';

export interface ShareSavesOptions {
  readonly context: SessionContext;
  readonly memory: ShareMemory;
  /** As they are shown, whichever tab runs the share. */
  files(): readonly FileSnapshot[];
  /** Piece contents; `null` when gone. */
  piece(index: number): Promise<Uint8Array | null>;
  /** `null`: the next save begins, and what went wrong before is over. */
  onProblem(problem: Problem | null): void;
}

type Shown = Pick<ShareSnapshot, 'saving' | 'saved' | 'lastSave' | 'folder'>;

/**
 * Getting one share out of this browser, from this tab: through ordinary downloads, into a folder that the person
 * chose, and by itself once it is complete.
 */
export class ShareSaves {
  readonly #options: ShareSavesOptions;
  readonly #downloads: Saves;
  #folderSave: FolderSave | null = null;
  #saved = 0;
  #lastSave: Shown['lastSave'] = null;
  #shown: Shown = { saving: null, saved: 0, lastSave: null, folder: null };
  #isClosed = false;
  #isCancelling = false;

  constructor(options: ShareSavesOptions) {
    this.#options = options;
    this.#downloads = new Saves(() => options.context.changed());
  }

  /** Parts that did not change keep their identity. */
  shown(): Shown {
    const { saving, folder } = this.#shown;
    const [savingNow, folderNow] = [this.#saving(), this.#folder()];
    this.#shown = {
      saving: savingNow === null ? null : reuse(saving, savingNow),
      saved: this.#saved,
      lastSave: this.#lastSave,
      folder: folderNow === null ? null : reuse(folder, folderNow),
    };
    return this.#shown;
  }

  /** Call from a gesture. `fileIndex` counts in the torrent; without it all that is wanted or complete is saved. */
  download(fileIndex: number | undefined): void {
    const files = this.#options.files();
    const chosen = files.filter((file) =>
      fileIndex === undefined ? belongs(file) : file.index === fileIndex,
    );
    this.#download(chosen, (problem) => {
      if (problem === null) this.#succeeded(null);
      else if (problem.code !== 'save-cancelled') this.#options.onProblem(problem);
    });
  }

  /** Call from a gesture. */
  intoFolder(which: 'new' | 'chosen'): void {
    this.#attempt(this.#intoFolder(which));
  }

  async #intoFolder(which: 'new' | 'chosen'): Promise<void> {
    const { memory, onProblem } = this.#options;
    if (this.#folderSave !== null || memory.torrent === null) return;
    const known = memory.record.folder?.handle ?? null;
    if (which === 'chosen' && known !== null) {
      if (await mayWrite(known, true)) await this.#begin(known);
      else onProblem(noPermission(known.name));
      return;
    }
    const folder = await pickFolder(known);
    if (folder === null) return;
    const isSame = known !== null && (await folder.isSameEntry(known));
    await this.#begin(folder, !isSame);
  }

  /** On purpose: it is not gone on with by itself. */
  cancel(): void {
    this.#isCancelling = true;
    this.#downloads.cancel();
    this.#isCancelling = false;
    this.#folderSave?.cancel();
  }

  /** More may be here than before. */
  arrived(): void {
    this.#folderSave?.arrived();
  }

  /** It is this tab's turn: goes on with what a reload broke off, where the browser lets it without a click. */
  resume(): void {
    this.#attempt(this.#resume());
  }

  /** Everything wanted has just come: once in its life that saves the share, where the person wants it. */
  finished(): void {
    this.#attempt(this.#finished());
  }

  /** The tab lets go of the share. */
  close(): void {
    this.#isClosed = true;
    this.cancel();
  }

  async #resume(): Promise<void> {
    const { folder } = this.#options.memory.record;
    if (folder?.isUnfinished !== true || !canPickFolder()) return;
    if (await mayWrite(folder.handle, false)) await this.#begin(folder.handle);
  }

  async #finished(): Promise<void> {
    const { context, memory, onProblem } = this.#options;
    const { role, savedByItself, folder } = memory.record;
    if (!context.settings().saveWhenComplete || role !== 'leech' || savedByItself) return;
    // First: whatever happens now, it does not happen again.
    await memory.patch({ savedByItself: true });
    if (this.#isClosed || this.#folderSave !== null) return;
    if (folder === null || !canPickFolder()) {
      this.#downloadByItself();
    } else if (await mayWrite(folder.handle, false)) {
      await this.#begin(folder.handle);
    } else {
      await memory.patch({ folder: { ...folder, isUnfinished: true } });
      onProblem(noPermission(folder.handle.name));
    }
  }

  #download(files: readonly FileSnapshot[], onEnd: (problem: SaveProblem | null) => void): void {
    const { torrent } = this.#options.memory;
    if (torrent === null) return;
    const { name, geometry } = torrent.info;
    this.#starts();
    this.#downloads.begin({ name, geometry, files, piece: (index) => this.#options.piece(index), onEnd });
  }

  #downloadByItself(): void {
    this.#download(this.#options.files().filter(belongs), (problem) => {
      if (problem === null) this.#succeeded(null);
      else if (problem.code !== 'save-cancelled') this.#options.onProblem(problem);
      else if (!this.#isCancelling) this.#options.onProblem(BLOCKED);
    });
  }

  async #begin(folder: FileSystemDirectoryHandle, isNewFolder = false): Promise<void> {
    const { context, memory } = this.#options;
    const { torrent } = memory;
    if (torrent === null || this.#isClosed || this.#folderSave !== null) return;
    const save = new FolderSave({
      folder,
      isNewFolder,
      infoHash: memory.record.infoHash,
      name: torrent.info.name,
      geometry: torrent.info.geometry,
      files: () => this.#options.files(),
      piece: (index) => this.#options.piece(index),
      onChange: () => context.changed(),
      onBegun: async () => {
        await memory.patch({ folder: { handle: folder, isUnfinished: true } });
      },
    });
    this.#folderSave = save;
    this.#starts();
    const end = await save.run();
    this.#folderSave = null;
    // A tab that goes takes nothing back: the next one goes on.
    if (!this.#isClosed) await this.#ended(folder, end);
  }

  async #ended(folder: FileSystemDirectoryHandle, end: FolderSaveEnd): Promise<void> {
    const { context, memory, onProblem } = this.#options;
    if (typeof end === 'object') onProblem(end);
    else await memory.patch({ folder: { handle: folder, isUnfinished: false } });
    if (end === 'saved') this.#succeeded(folder.name);
    context.publish();
  }

  #succeeded(folder: string | null): void {
    this.#saved++;
    this.#lastSave = { folder };
  }

  #attempt(work: Promise<void>): void {
    work.catch((error: unknown) => this.#options.onProblem(unusable(error)));
  }

  #starts(): void {
    this.#lastSave = null;
    this.#options.onProblem(null);
    this.#options.context.changed();
  }

  #saving(): Shown['saving'] {
    const downloads = this.#downloads.progress;
    if (downloads !== null) return { ...downloads, folder: null, isWaiting: false };
    const save = this.#folderSave;
    const name = this.#options.memory.record.folder?.handle.name ?? '';
    return save === null ? null : { ...save.progress, folder: name };
  }

  #folder(): Shown['folder'] {
    if (!canPickFolder()) return null;
    const { folder } = this.#options.memory.record;
    const isUnfinished = folder?.isUnfinished === true && this.#folderSave === null;
    return { name: folder?.handle.name ?? null, isUnfinished };
  }
}

/** Nobody pressed a button of ours: it was the browser, or the person in the browser's own list of downloads. */
const BLOCKED: Problem = {
  code: 'save-blocked',
  message:
    'The browser stopped this share from being saved by itself. Save it here; for the next time, allow automatic downloads for this page in the browser’s settings.',
};

function unusable(error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'save-failed',
    message: `This folder cannot be used: ${reason} Try again, or choose another one.`,
    words: 'save-failed.folder',
    values: { reason },
  };
}

function noPermission(folder: string): Problem {
  return {
    code: 'save-permission',
    message: `The browser wants your word before this page may write into “${folder}”. Go on saving and allow it, or choose another folder.`,
    words: 'save-permission.ask',
    values: { folder },
  };
}
