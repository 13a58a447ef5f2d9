import type { PickedFile } from './snapshot.ts';

/** How picked files are called within their share. */

/** One file, picked by itself. */
export function isLoneFile(picked: readonly PickedFile[]): boolean {
  return picked.length === 1 && picked[0]?.path.includes('/') === false;
}

/** The file's own name, the folder's when all lie in one, else a plain word. */
export function shareName(picked: readonly PickedFile[]): string {
  const [first] = picked;
  if (first !== undefined && isLoneFile(picked)) return first.path;
  const folders = new Set(
    picked.map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '')),
  );
  const [folder] = folders;
  return folders.size === 1 && folder !== undefined && folder !== '' ? folder : 'Shared files';
}

/**
 * The same files by their paths within the share: a folder that holds everything gives its name to the share instead,
 * and files of one name, picked in different places, are told apart by a number.
 */
export function withinShare<F extends PickedFile>(picked: readonly F[], name: string): readonly F[] {
  const prefix = `${name}/`;
  const isInFolder = picked.every(({ path }) => path.startsWith(prefix));
  const files = isInFolder
    ? picked.map((file) => ({ ...file, path: file.path.slice(prefix.length) }))
    : picked;
  return toldApart(files);
}

function toldApart<F extends PickedFile>(files: readonly F[]): readonly F[] {
  const taken = new Set<string>();
  for (const { path } of files) {
    for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1))
      taken.add(path.slice(0, cut));
  }
  const counts = new Map<string, number>();
  return files.map((file) => {
    let path = file.path;
    for (let number = counts.get(file.path) ?? 1; taken.has(path); ) {
      number++;
      counts.set(file.path, number);
      path = numbered(file.path, number);
    }
    taken.add(path);
    return path === file.path ? file : { ...file, path };
  });
}

/** `trip/photo.jpg` becomes `trip/photo (2).jpg`. */
function numbered(path: string, number: number): string {
  const dot = path.lastIndexOf('.');
  const isSuffix = dot > path.lastIndexOf('/') + 1;
  return isSuffix ? `${path.slice(0, dot)} (${number})${path.slice(dot)}` : `${path} (${number})`;
}
