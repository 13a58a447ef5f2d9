import { compareUtf8, utf8Decode, utf8Encode } from '../bytes/index.ts';
import { fail } from './errors.ts';

/**
 * Which paths a torrent may hold, and in what order. It refuses; making a refused or ugly name presentable is
 * `safeName`'s.
 */
export const MAX_PATH_DEPTH = 64;
const MAX_COMPONENT_BYTES = 1_024;

/** One component of a path, from its bytes. Throws `unsafe-path`. */
export function componentOf(bytes: Uint8Array): string {
  const text = utf8Decode(bytes);
  if (text === null) return fail('unsafe-path', 'A file name in the torrent is not valid UTF-8.');
  checkComponent(text, bytes.length);
  return text;
}

/** Throws `unsafe-path` for what could leave the folder it is saved in, or has no name at all. */
export function checkComponent(text: string, byteLength = utf8Encode(text).length): void {
  if (text === '' || text === '.' || text === '..') {
    fail('unsafe-path', `A file or folder is called “${text}”, which is not a name.`);
  }
  if (text.includes('/') || text.includes('\0')) {
    fail('unsafe-path', `The name “${text.replaceAll('\0', '␀')}” holds a slash or a NUL character.`);
  }
  if (byteLength > MAX_COMPONENT_BYTES) {
    fail('unsafe-path', `The name “${text.slice(0, 40)}…” is longer than ${MAX_COMPONENT_BYTES} bytes.`);
  }
}

export function checkDepth(depth: number): void {
  if (depth > MAX_PATH_DEPTH) fail('unsafe-path', `A path is more than ${MAX_PATH_DEPTH} folders deep.`);
}

/** A share that is one file and no folder: its only path is its name. */
export function isSingleFile(name: string, files: readonly { readonly path: readonly string[] }[]): boolean {
  return files.length === 1 && files[0]?.path.length === 1 && files[0].path[0] === name;
}

/** In the order of the v2 file tree: component by component, by byte. Returns a new array. */
export function inTreeOrder<F extends { readonly path: readonly string[] }>(
  files: readonly F[],
): readonly F[] {
  return [...files].sort((a, b) => comparePaths(a.path, b.path, compareUtf8));
}

function comparePaths(
  a: readonly string[],
  b: readonly string[],
  compare: (a: string, b: string) => number,
): number {
  const shared = Math.min(a.length, b.length);
  for (let depth = 0; depth < shared; depth++) {
    const left = a[depth] ?? '';
    const right = b[depth] ?? '';
    // Most neighbours share their folders, and equal texts are found equal soonest by the engine.
    const difference = left === right ? 0 : compare(left, right);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/**
 * Whether these paths sort differently by bytes and by UTF-16 code units. Clients that re-encode the info dict
 * in UTF-16 order (WebTorrent's do) then compute another info-hash and cannot join.
 */
export function hasAmbiguousOrder(paths: readonly (readonly string[])[]): boolean {
  const byBytes = inTreeOrder(paths.map((path) => ({ path })));
  const compareUnits = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return byBytes.some(({ path }, at) => {
    const next = byBytes[at + 1];
    return next !== undefined && comparePaths(path, next.path, compareUnits) > 0;
  });
}
