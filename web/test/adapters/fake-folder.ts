/**
 * A folder on a disk that is played: names may or may not ignore case, what is written shows when it is closed, and
 * each step on the disk can fail. What it does is what Chromium does; the journey of saving into folders compares.
 */

type Node = FileNode | FolderNode;

interface FileNode {
  bytes: Uint8Array<ArrayBuffer>;
  modified: number;
}

class FolderNode {
  /** By name as this disk compares it. */
  readonly entries = new Map<string, { readonly name: string; readonly node: Node }>();
  isGone = false;
}

/** One thing that is done on the disk. */
export interface Step {
  readonly kind: 'look' | 'make' | 'open' | 'write' | 'close' | 'read';
  readonly path: string;
}

export class FakeDisk {
  readonly root = new FolderNode();
  /** Called before each step; what it throws is what the browser says. */
  fault: (step: Step) => void = () => undefined;
  /** Bytes, of files and of what is being written together. */
  capacity = Number.POSITIVE_INFINITY;
  ignoresCase = false;
  #clock = 1_000;
  #open = 0;

  get folder(): FileSystemDirectoryHandle {
    return this.#folderHandle(this.root, 'Chosen', '');
  }

  /** Puts a file there as somebody else would. */
  put(path: string, bytes: Uint8Array | string): void {
    const names = path.split('/');
    const last = names.pop() ?? '';
    let folder = this.root;
    for (const name of names) {
      const entry = folder.entries.get(this.#key(name)) ?? { name, node: new FolderNode() };
      folder.entries.set(this.#key(name), entry);
      if (!(entry.node instanceof FolderNode)) throw new Error(`${name} is a file`);
      folder = entry.node;
    }
    const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : Uint8Array.from(bytes);
    folder.entries.set(this.#key(last), { name: last, node: { bytes: content, modified: ++this.#clock } });
  }

  /** Every file by path. */
  files(): ReadonlyMap<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    const walk = (folder: FolderNode, prefix: string): void => {
      for (const { name, node } of folder.entries.values()) {
        if (node instanceof FolderNode) walk(node, `${prefix}${name}/`);
        else found.set(prefix + name, node.bytes);
      }
    };
    walk(this.root, '');
    return found;
  }

  get #used(): number {
    return this.#open + [...this.files().values()].reduce((sum, bytes) => sum + bytes.length, 0);
  }

  #key(name: string): string {
    return this.ignoresCase ? name.toLowerCase() : name;
  }

  async #step(kind: Step['kind'], path: string): Promise<void> {
    await null;
    this.fault({ kind, path });
  }

  #folderHandle(folder: FolderNode, name: string, prefix: string): FileSystemDirectoryHandle {
    const find = async (wanted: string, create: boolean, make: () => Node): Promise<Node> => {
      await this.#step(create ? 'make' : 'look', prefix + wanted);
      if (folder.isGone) throw new DOMException('gone', 'NotFoundError');
      if (/[/\\:]|^\.\.?$|\.lnk$|\.crswap$/.test(wanted)) throw new TypeError('Name is not allowed.');
      const entry = folder.entries.get(this.#key(wanted));
      if (entry !== undefined) return entry.node;
      if (!create) throw new DOMException('absent', 'NotFoundError');
      const node = make();
      folder.entries.set(this.#key(wanted), { name: wanted, node });
      return node;
    };
    const handle = {
      kind: 'directory',
      name,
      getFileHandle: async (wanted: string, { create = false } = {}) => {
        const node = await find(wanted, create, () => ({ bytes: new Uint8Array(), modified: ++this.#clock }));
        if (node instanceof FolderNode) throw new DOMException('a folder', 'TypeMismatchError');
        return this.#fileHandle(folder, node, wanted, prefix + wanted);
      },
      getDirectoryHandle: async (wanted: string, { create = false } = {}) => {
        const node = await find(wanted, create, () => new FolderNode());
        if (!(node instanceof FolderNode)) throw new DOMException('a file', 'TypeMismatchError');
        return this.#folderHandle(node, wanted, `${prefix}${wanted}/`);
      },
    };
    return handle as unknown as FileSystemDirectoryHandle;
  }

  #fileHandle(folder: FolderNode, node: FileNode, name: string, path: string): FileSystemFileHandle {
    const isThere = () => !folder.isGone && folder.entries.get(this.#key(name))?.node === node;
    const handle = {
      kind: 'file',
      name,
      getFile: async () => {
        await this.#step('look', path);
        if (!isThere()) throw new DOMException('gone', 'NotFoundError');
        const file = new File([node.bytes], name, { lastModified: node.modified });
        const slice = file.slice.bind(file);
        return Object.assign(file, {
          slice: (from: number, to: number) => ({
            arrayBuffer: async () => {
              await this.#step('read', path);
              return slice(from, to).arrayBuffer();
            },
          }),
        });
      },
      createWritable: async ({ keepExistingData = false } = {}) => {
        await this.#step('open', path);
        if (!isThere()) throw new DOMException('gone', 'NotFoundError');
        return this.#writable(node, path, isThere, keepExistingData ? node.bytes.slice() : new Uint8Array());
      },
    };
    return handle as unknown as FileSystemFileHandle;
  }

  /** The copy that it writes into takes the place of the file when it is closed, all at once. */
  #writable(
    node: FileNode,
    path: string,
    isThere: () => boolean,
    begun: Uint8Array<ArrayBuffer>,
  ): FileSystemWritableFileStream {
    let copy = begun;
    let isOver = false;
    this.#open += copy.length;
    const end = (): void => {
      isOver = true;
      this.#open -= copy.length;
    };
    const writable = {
      write: async ({ position, data }: { readonly position: number; readonly data: Uint8Array }) => {
        if (isOver) throw new TypeError('The stream is over.');
        try {
          await this.#step('write', path);
          const length = Math.max(copy.length, position + data.length);
          if (this.#used + length - copy.length > this.capacity)
            throw new DOMException('', 'QuotaExceededError');
          const next = new Uint8Array(length);
          next.set(copy);
          next.set(data, position);
          this.#open += length - copy.length;
          copy = next;
        } catch (error) {
          // A sink that fails takes its stream along.
          end();
          throw error;
        }
      },
      close: async () => {
        if (isOver) throw new TypeError('The stream is over.');
        end();
        await this.#step('close', path);
        if (!isThere()) throw new DOMException('gone', 'NotFoundError');
        node.bytes = copy;
        node.modified = ++this.#clock;
      },
      abort: async () => {
        if (!isOver) end();
      },
    };
    return writable as unknown as FileSystemWritableFileStream;
  }
}
