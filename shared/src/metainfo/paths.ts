import { compareUtf8, utf8Decode, utf8Length } from '../bytes/index.ts';
import { fail } from './errors.ts';

/**
 * Which paths a torrent may hold, and in what order. It refuses; making a refused or ugly name presentable is
 * `safeName`'s.
 */
const MAX_DEPTH = 64;
const MAX_COMPONENT_BYTES = 1_024;
/** Components and the slashes between them: what Linux takes (PATH_MAX). */
const MAX_PATH_BYTES = 4_096;

/** One component of a path, from its bytes. Throws `unsafe-path`. */
export function componentOf(bytes: Uint8Array): string {
  // Before it is decoded: as text it takes more memory.
  checkComponentLength(bytes.length);
  const text = utf8Decode(bytes);
  if (text === null) return fail('unsafe-path', 'A file name in the torrent is not valid UTF-8.');
  checkName(text);
  return text;
}

/**
 * Throws `unsafe-path` for what could leave the folder it is saved in, has no name at all, or is no UTF-8.
 * @returns how many bytes it takes
 */
export function checkComponent(text: string): number {
  const bytes = utf8Length(text);
  checkComponentLength(bytes);
  checkName(text);
  if (/\p{Surrogate}/u.test(text)) fail('unsafe-path', `The name “${text}” is not valid Unicode.`);
  return bytes;
}

function checkName(text: string): void {
  if (text === '' || text === '.' || text === '..') {
    fail('unsafe-path', `A file or folder is called “${text}”, which is not a name.`);
  }
  if (text.includes('/') || text.includes('\0')) {
    fail('unsafe-path', `The name “${text.replaceAll('\0', '␀')}” holds a slash or a NUL character.`);
  }
}

function checkComponentLength(bytes: number): void {
  if (bytes > MAX_COMPONENT_BYTES) {
    fail(
      'unsafe-path',
      `A file or folder has a name of ${bytes} bytes; at most ${MAX_COMPONENT_BYTES} work.`,
    );
  }
}

/**
 * The extent of a path, whose components are checked one by one. Throws `unsafe-path`.
 * @param components its folders and its own name
 * @param bytes UTF-8 of the components, and a slash between each two
 */
export function checkExtent(components: number, bytes: number): void {
  if (components - 1 > MAX_DEPTH) fail('unsafe-path', `A path is more than ${MAX_DEPTH} folders deep.`);
  if (bytes > MAX_PATH_BYTES) fail('unsafe-path', `A path is longer than ${MAX_PATH_BYTES} bytes.`);
}

/** A whole path of a file that is to be shared. Throws `unsafe-path`. */
export function checkPath(path: readonly string[]): void {
  if (path.length === 0) fail('unsafe-path', 'A file has no name.');
  let bytes = path.length - 1;
  for (const component of path) bytes += checkComponent(component);
  checkExtent(path.length, bytes);
}

/** A share that is one file and no folder: its only path is its name. */
export function isSingleFile(name: string, files: readonly { readonly path: readonly string[] }[]): boolean {
  return files.length === 1 && files[0]?.path.length === 1 && files[0].path[0] === name;
}

/** In the order of the v2 file tree: component by component, by byte. Returns a new array. */
export function inTreeOrder<F extends { readonly path: readonly string[] }>(
  files: readonly F[],
): readonly F[] {
  return sortedBy(files, (keys) => (keys.some(hasSurrogates) ? compareUtf8 : compareUnits));
}

/**
 * Whether these paths sort differently by bytes and by UTF-16 code units. Clients that re-encode the info dict
 * in UTF-16 order (WebTorrent's do) then compute another info-hash and cannot join.
 */
export function hasAmbiguousOrder(paths: readonly (readonly string[])[]): boolean {
  const files = paths.map((path) => ({ path }));
  const byUnits = sortedBy(files, () => compareUnits);
  return inTreeOrder(files).some((file, at) => file !== byUnits[at]);
}

/** Whole paths are compared: NUL is in no name and sorts before all that is, like the end of a component. */
function sortedBy<F extends { readonly path: readonly string[] }>(
  files: readonly F[],
  comparison: (keys: readonly string[]) => (a: string, b: string) => number,
): readonly F[] {
  const keyed = files.map((file) => ({ file, key: file.path.join('\0') }));
  const compare = comparison(keyed.map(({ key }) => key));
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ file }) => file);
}

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Only they order UTF-16 differently from UTF-8. */
function hasSurrogates(text: string): boolean {
  return /[\ud800-\udfff]/.test(text);
}
