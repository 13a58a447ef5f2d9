import type { FileSnapshot } from '../../session/snapshot.ts';
import { matches, searchable } from './file-filter.ts';
import { type Folder, type FolderSummary, folderTree, summarise } from './file-tree.ts';

export interface Tree {
  readonly root: Folder;
  /** By path of the folder. */
  readonly summaries: ReadonlyMap<string, FolderSummary>;
}

/**
 * The tree of the files of one share from one snapshot to the next: names do not change, so it is built once, and what
 * did not change in it keeps its identity.
 */
export class TreeMemory {
  #paths: readonly string[] = [];
  #texts: readonly string[] | null = null;
  #root: Folder = folderTree([]);
  #files: readonly FileSnapshot[] = [];
  #summaries: ReadonlyMap<string, FolderSummary> = new Map();

  of(files: readonly FileSnapshot[]): Tree {
    if (files !== this.#files) {
      this.#learn(files);
      this.#summaries = summarise(this.#root, files, this.#summaries);
      this.#files = files;
    }
    return { root: this.#root, summaries: this.#summaries };
  }

  /** Indices of the files that a person looks for. */
  find(files: readonly FileSnapshot[], query: string): readonly number[] {
    this.of(files);
    this.#texts ??= searchable(this.#paths);
    return matches(this.#texts, query);
  }

  #learn(files: readonly FileSnapshot[]): void {
    const isKnown =
      files.length === this.#paths.length && files.every(({ path }, index) => path === this.#paths[index]);
    if (isKnown) return;
    this.#paths = files.map(({ path }) => path);
    this.#texts = null;
    this.#root = folderTree(this.#paths);
  }
}
