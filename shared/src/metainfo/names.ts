import { utf8Cut, utf8Length } from '../bytes/index.ts';

/**
 * Makes untrusted names fit to be written to any file system and shown to any person. Every place that writes
 * or shows a name of a share goes through here; the torrent itself keeps the names as they are.
 */
const MAX_NAME_BYTES = 255;
const MAX_EXTENSION_BYTES = 32;
/** Room for what sets names apart; a share has at most 100,000 files. */
const LONGEST_NUMBER = ' (999999)';

/**
 * Characters that hide, reorder or break text: controls, line separators, interlinear marks, and whatever Unicode has
 * shown as nothing (zero-width, bidi, fillers, tags, byte order mark). The two that choose how an emoji looks are
 * dealt with apart.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  /(?![\ufe0e\ufe0f])[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb\p{Default_Ignorable_Code_Point}]/gu;
const EMOJI_STYLE = /(\p{Emoji})?[\ufe0e\ufe0f]/gu;
/** Separators, what Windows forbids, and halves of surrogate pairs. */
const FORBIDDEN = /[/\\<>:"|?*]|\p{Surrogate}/gu;
/** Nothing of it is invisible, styled, or composed: what most names are, and most of a long list's time. */
const PLAIN = /^[ -~]*$/;
/** Names that Windows gives to devices, whatever the extension. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/i;

/**
 * One component of a path made safe, at most 255 bytes of UTF-8 in NFC; never empty, never `.` or `..`. Applying
 * it again changes nothing. Different names may become the same one: `safePaths` keeps them apart.
 */
export function safeName(component: string): string {
  const visible = PLAIN.test(component) ? component : component.replace(INVISIBLE, '');
  const allowed = visible.replace(FORBIDDEN, '_');
  const bounded = bound(PLAIN.test(allowed) ? allowed : composed(allowed));
  return DEVICE.test(bounded) ? bound(`_${bounded}`) : bounded;
}

/** In NFC, and without a choice of style where there is no emoji. */
function composed(name: string): string {
  return name
    .replace(EMOJI_STYLE, (styled, emoji?: string) => (emoji === undefined ? '' : styled))
    .normalize('NFC');
}

/** Trailing dots and spaces go, and what is too long of the stem. */
function bound(name: string): string {
  const trimmed = trim(name);
  if (utf8Length(trimmed) <= MAX_NAME_BYTES) return trimmed || '_';
  const [stem, extension] = split(trimmed);
  return trim(utf8Cut(stem, MAX_NAME_BYTES - utf8Length(extension)) + extension) || '_';
}

function trim(name: string): string {
  return name.replace(/^\s+|[\s.]+$/gu, '');
}

function split(name: string): readonly [stem: string, extension: string] {
  const dot = name.lastIndexOf('.');
  const isExtension = dot > 0 && utf8Length(name.slice(dot)) <= MAX_EXTENSION_BYTES;
  return isExtension ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
}

/**
 * Safe relative paths for all files of a share, in their order, joined by `/`. No two are equal, and none is a
 * folder of another, on file systems that ignore case or normalize; a name that would collide gets ` (2)`
 * before its extension. The time it takes grows with the number of files and folders, however they collide.
 */
export function safePaths(paths: readonly (readonly string[])[]): readonly string[] {
  const root = new Folder('', new Namespace());
  // Folders first: a file gives way to a folder of its name, wherever that comes.
  const folders = paths.map((path) => {
    let folder = root;
    for (let depth = 0; depth + 1 < path.length; depth++) folder = folder.child(path[depth] ?? '');
    return folder;
  });
  return paths.map((path, at) => (folders[at] ?? root).claim(path.at(-1) ?? ''));
}

/** The safe name with ` (number)` before its extension, at most 255 bytes. @param number up to 999,999 */
export function numberedName(name: string, number: number): string {
  const [stem, extension] = splitForNumber(name);
  return `${stem} (${number})${extension}`;
}

/** Cut before it is counted: long names that differ only in what is cut would each try all the numbers again. */
function splitForNumber(name: string): readonly [stem: string, extension: string] {
  const [stem, extension] = split(name);
  return [utf8Cut(stem, MAX_NAME_BYTES - utf8Length(extension) - LONGEST_NUMBER.length), extension];
}

/** A folder as the share has it. Several of them may be one on disk: they share the namespace. */
class Folder {
  /** Of the paths in it: safe names, each with a slash behind. */
  readonly #prefix: string;
  readonly #namespace: Namespace;
  readonly #children = new Map<string, Folder>();

  constructor(prefix: string, namespace: Namespace) {
    this.#prefix = prefix;
    this.#namespace = namespace;
  }

  child(component: string): Folder {
    const known = this.#children.get(component);
    if (known !== undefined) return known;
    const name = safeName(component);
    const child = new Folder(`${this.#prefix}${name}/`, this.#namespace.folder(name));
    this.#children.set(component, child);
    return child;
  }

  /** The path of a file in it. */
  claim(component: string): string {
    return this.#prefix + this.#namespace.claim(safeName(component));
  }
}

/** The names in one folder on disk, by what some file system takes for the same. */
class Namespace {
  readonly #taken = new Map<string, Namespace | 'file'>();
  /** The last number given, by the stem it was put behind and the extension. */
  readonly #lastNumber = new Map<string, number>();

  /** Names are asked for as folders before any is claimed by a file. */
  folder(name: string): Namespace {
    const key = foldName(name);
    const known = this.#taken.get(key);
    if (known instanceof Namespace) return known;
    const namespace = new Namespace();
    this.#taken.set(key, namespace);
    return namespace;
  }

  /** The name itself, or with the next number that is free. */
  claim(name: string): string {
    if (this.#take(name)) return name;
    const [stem, extension] = splitForNumber(name);
    const key = `${foldName(stem)}/${foldName(extension)}`;
    let number = this.#lastNumber.get(key) ?? 1;
    let candidate: string;
    do candidate = `${stem} (${++number})${extension}`;
    while (!this.#take(candidate));
    this.#lastNumber.set(key, number);
    return candidate;
  }

  #take(name: string): boolean {
    const key = foldName(name);
    if (this.#taken.has(key)) return false;
    this.#taken.set(key, 'file');
    return true;
  }
}

/** Equal for names that some file system takes for the same, or that look the same. */
export function foldName(name: string): string {
  if (PLAIN.test(name)) return name.toLowerCase();
  const plain = name.replace(/[\ufe0e\ufe0f]/g, '').normalize('NFC');
  return plain.toUpperCase().toLowerCase().normalize('NFC');
}
