import { type BDict, bytesOfKey } from './bencode.ts';
import type { BencodeWriter } from './bencode-writer.ts';
import { fail } from './errors.ts';
import { asBytes, asDict, asSize, isSymbolicLink, KEY } from './fields.ts';
import { type FileEntry, MAX_FILES, MAX_FOLDERS } from './geometry.ts';
import { HASH_LENGTH } from './merkle.ts';
import { checkExtent, checkPath, componentOf } from './paths.ts';

/** The v2 `file tree` of BEP 52, read and written. It knows names, lengths and roots; v1 is not its business. */
export type TreeFile = Pick<FileEntry, 'path' | 'length' | 'piecesRoot'>;

/** In a tree, the empty name marks its parent as a file. */
const FILE_MARK = '';

/** All files of a tree in its order. Throws `bad-info`, `unsafe-path`, `too-large`. */
export function readFileTree(tree: BDict): readonly TreeFile[] {
  const found: Found = { files: [], folders: 0 };
  readFolder(tree, [], 0, found);
  return found.files;
}

interface Found {
  readonly files: TreeFile[];
  folders: number;
}

/**
 * @param path of the folder
 * @param pathBytes what its components and the slash behind each take
 */
function readFolder(folder: BDict, path: readonly string[], pathBytes: number, found: Found): void {
  if (folder.size === 0)
    fail('bad-info', `The torrent is malformed: the folder “${path.join('/')}” is empty.`);
  for (const [key, value] of folder) {
    const childPath = [...path, nameOf(key)];
    const childBytes = pathBytes + key.length;
    checkExtent(childPath.length, childBytes);
    const child = asDict(value, 'an entry of the file tree');
    const properties = child.get(FILE_MARK);
    if (properties === undefined) {
      if (++found.folders > MAX_FOLDERS) refuseFolders();
      readFolder(child, childPath, childBytes + 1, found);
      continue;
    }
    if (child.size > 1) fail('unsafe-path', `“${childPath.join('/')}” is both a file and a folder.`);
    if (found.files.length >= MAX_FILES) fail('too-large', `The torrent has more than ${MAX_FILES} files.`);
    found.files.push(readFile(asDict(properties, 'a file of the file tree'), childPath));
  }
}

function refuseFolders(): never {
  return fail('too-large', `More than ${MAX_FOLDERS} folders cannot be one share.`);
}

function nameOf(key: string): string {
  return componentOf(bytesOfKey(key));
}

function readFile(properties: BDict, path: readonly string[]): TreeFile {
  const where = () => path.join('/');
  if (isSymbolicLink(properties))
    fail('bad-info', `“${where()}” is a symbolic link, which is not supported.`);
  const length = asSize(properties.get(KEY.length), () => `the length of “${where()}”`);
  if (length === 0) {
    if (properties.has(KEY.piecesRoot))
      fail('contradiction', `“${where()}” is empty and yet has a root hash.`);
    return { path, length, piecesRoot: null };
  }
  const piecesRoot = asBytes(properties.get(KEY.piecesRoot), () => `the root hash of “${where()}”`);
  if (piecesRoot.length !== HASH_LENGTH) {
    fail('bad-info', `The torrent is malformed: the root hash of “${where()}” has the wrong size.`);
  }
  return { path, length, piecesRoot: piecesRoot.slice() };
}

/**
 * Writes the tree of these files.
 * @param files in tree order
 * @throws MetainfoError `unsafe-path` for bad, double or overlapping paths, `too-large`
 */
export function writeFileTree(writer: BencodeWriter, files: readonly TreeFile[]): void {
  writer.dict();
  let open: readonly string[] = [];
  let folders = 0;
  for (const file of files) {
    const { path } = file;
    checkPath(path);
    const shared = sharedDepth(open, path);
    // In tree order a file stands right before what claims to lie in it.
    if (open.length > 0 && shared === open.length) {
      fail('unsafe-path', `“${open.join('/')}” is there twice, or is a folder too.`);
    }
    for (let depth = open.length - 1; depth > shared; depth--) writer.end();
    for (const folder of path.slice(shared, -1)) {
      if (++folders > MAX_FOLDERS) refuseFolders();
      writer.name(folder);
      writer.dict();
    }
    writer.name(path.at(-1) ?? '');
    writeFile(writer, file);
    open = path;
  }
  for (let depth = open.length - 1; depth > 0; depth--) writer.end();
  writer.end();
}

/** How many components two paths begin with in common. */
function sharedDepth(a: readonly string[], b: readonly string[]): number {
  let depth = 0;
  while (depth < a.length && a[depth] === b[depth]) depth++;
  return depth;
}

function writeFile(writer: BencodeWriter, { length, piecesRoot }: TreeFile): void {
  writer.dict();
  writer.key(FILE_MARK);
  writer.dict();
  writer.key(KEY.length);
  writer.integer(length);
  if (piecesRoot !== null) {
    writer.key(KEY.piecesRoot);
    writer.bytes(piecesRoot);
  }
  writer.end();
  writer.end();
}
