import { utf8Encode } from '../bytes/index.ts';
import { type BDict, type BValue, bytesOfKey, keyOf } from './bencode.ts';
import { fail } from './errors.ts';
import { asBytes, asDict, asSize, KEY } from './fields.ts';
import { type FileEntry, MAX_FILES } from './geometry.ts';
import { HASH_LENGTH } from './merkle.ts';
import { checkComponent, checkDepth, componentOf } from './paths.ts';

/** The v2 `file tree` of BEP 52, read and written. It knows names, lengths and roots; v1 is not its business. */
export type TreeFile = Pick<FileEntry, 'path' | 'length' | 'piecesRoot'>;

/** In a tree, the empty name marks its parent as a file. */
const FILE_MARK = '';

/** All files of a tree in its order. Throws `bad-info`, `unsafe-path`, `too-large`. */
export function readFileTree(tree: BDict): readonly TreeFile[] {
  const files: TreeFile[] = [];
  readFolder(tree, [], files);
  return files;
}

function readFolder(folder: BDict, path: readonly string[], files: TreeFile[]): void {
  checkDepth(path.length);
  if (folder.size === 0)
    fail('bad-info', `The torrent is malformed: the folder “${path.join('/')}” is empty.`);
  for (const [key, value] of folder) {
    const childPath = [...path, componentOf(bytesOfKey(key))];
    const child = asDict(value, 'an entry of the file tree');
    const properties = child.get(FILE_MARK);
    if (properties === undefined) {
      readFolder(child, childPath, files);
      continue;
    }
    if (child.size > 1) fail('unsafe-path', `“${childPath.join('/')}” is both a file and a folder.`);
    if (files.length >= MAX_FILES) fail('too-large', `The torrent has more than ${MAX_FILES} files.`);
    files.push(readFile(asDict(properties, 'a file of the file tree'), childPath));
  }
}

function readFile(properties: BDict, path: readonly string[]): TreeFile {
  const where = path.join('/');
  if (properties.has(KEY.symlinkPath))
    fail('bad-info', `“${where}” is a symbolic link, which is not supported.`);
  const length = asSize(properties.get(KEY.length), `the length of “${where}”`);
  if (length === 0) {
    if (properties.has(KEY.piecesRoot)) fail('contradiction', `“${where}” is empty and yet has a root hash.`);
    return { path, length, piecesRoot: null };
  }
  const piecesRoot = asBytes(properties.get(KEY.piecesRoot), `the root hash of “${where}”`);
  if (piecesRoot.length !== HASH_LENGTH) {
    fail('bad-info', `The torrent is malformed: the root hash of “${where}” has the wrong size.`);
  }
  return { path, length, piecesRoot: piecesRoot.slice() };
}

/** The tree of these files, for an info dict. Throws `unsafe-path` for bad, double or overlapping paths. */
export function writeFileTree(files: readonly TreeFile[]): BDict {
  const root = new Map<string, BValue>();
  for (const file of files) {
    checkDepth(file.path.length);
    let folder = root;
    for (const component of file.path.slice(0, -1)) folder = subfolder(folder, component, file.path);
    const name = keyOfComponent(file.path.at(-1) ?? '');
    if (folder.has(name)) fail('unsafe-path', `“${file.path.join('/')}” is there twice, or is a folder too.`);
    folder.set(name, new Map([[FILE_MARK, propertiesOf(file)]]));
  }
  return root;
}

function subfolder(
  folder: Map<string, BValue>,
  component: string,
  path: readonly string[],
): Map<string, BValue> {
  const name = keyOfComponent(component);
  const known = folder.get(name);
  const child = known instanceof Map ? (known as Map<string, BValue>) : new Map<string, BValue>();
  if (child.has(FILE_MARK)) fail('unsafe-path', `A folder of “${path.join('/')}” is a file too.`);
  folder.set(name, child);
  return child;
}

function keyOfComponent(component: string): string {
  checkComponent(component, utf8Encode(component).length);
  return keyOf(component);
}

function propertiesOf({ length, piecesRoot }: TreeFile): BDict {
  const properties = new Map<string, BValue>([[KEY.length, length]]);
  if (piecesRoot !== null) properties.set(KEY.piecesRoot, piecesRoot);
  return properties;
}
