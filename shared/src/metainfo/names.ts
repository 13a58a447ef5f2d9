import { utf8Encode } from '../bytes/index.ts';

/**
 * Makes untrusted names fit to be written to any file system and shown to any person. Every place that writes
 * or shows a name of a share goes through here; the torrent itself keeps the names as they are.
 */
const MAX_NAME_BYTES = 255;
const MAX_EXTENSION_BYTES = 32;

/** Characters that hide, reorder or break text: controls, zero-width, bidi, line separators, byte order mark. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;
/** Separators, what Windows forbids, and halves of surrogate pairs. */
const FORBIDDEN = /[/\\<>:"|?*]|\p{Surrogate}/gu;
/** Names that Windows gives to devices, whatever the extension. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/i;

/**
 * One component of a path made safe, at most 255 bytes of UTF-8 in NFC; never empty, never `.` or `..`. Applying
 * it again changes nothing. Different names may become the same one: `safePaths` keeps them apart.
 */
export function safeName(component: string): string {
  const cleaned = component.replace(INVISIBLE, '').replace(FORBIDDEN, '_').normalize('NFC');
  const bounded = bound(cleaned, '');
  return DEVICE.test(bounded) ? bound(`_${bounded}`, '') : bounded;
}

/** Cuts the stem so that stem, `suffix` and extension fit; trailing dots and spaces go. */
function bound(name: string, suffix: string): string {
  const trimmed = trim(name);
  const dot = trimmed.lastIndexOf('.');
  const isExtension = dot > 0 && utf8Encode(trimmed.slice(dot)).length <= MAX_EXTENSION_BYTES;
  const extension = isExtension ? trimmed.slice(dot) : '';
  const stem = isExtension ? trimmed.slice(0, dot) : trimmed;
  const room = MAX_NAME_BYTES - utf8Encode(suffix + extension).length;
  return trim(cut(stem, room) + suffix + extension) || '_';
}

function trim(name: string): string {
  return name.replace(/^\s+|[\s.]+$/gu, '');
}

/** The longest beginning of whole code points within so many bytes. */
function cut(text: string, maxBytes: number): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += utf8Encode(character).length;
    if (bytes > maxBytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/**
 * Safe relative paths for all files of a share, in their order, joined by `/`. No two are equal, and none is a
 * folder of another, on file systems that ignore case or normalize; a name that would collide gets ` (2)`
 * before its extension.
 */
export function safePaths(paths: readonly (readonly string[])[]): readonly string[] {
  const safe = paths.map((path) => (path.length === 0 ? [''] : path).map(safeName));
  const taken = new Set<string>();
  for (const path of safe) {
    for (let depth = 1; depth < path.length; depth++) taken.add(fold(path.slice(0, depth).join('/')));
  }
  const lastNumber = new Map<string, number>();
  return safe.map((path) => {
    const folder = path
      .slice(0, -1)
      .map((component) => `${component}/`)
      .join('');
    const name = path.at(-1) ?? '_';
    const key = fold(folder + name);
    let candidate = folder + name;
    let number = lastNumber.get(key) ?? 1;
    while (taken.has(fold(candidate))) candidate = folder + bound(name, ` (${++number})`);
    lastNumber.set(key, number);
    taken.add(fold(candidate));
    return candidate;
  });
}

/** Equal for names that some file system takes for the same. */
function fold(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
