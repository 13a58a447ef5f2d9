import { type BDict, type BValue, keyOf } from './bencode.ts';
import { fail } from './errors.ts';

/**
 * Reads single fields of decoded dictionaries: the type is checked here, once, and the complaint names the
 * field. It knows no field's meaning.
 */

/** What the complaint calls the field; a function where the name is long to spell and seldom needed. */
type FieldName = string | (() => string);

export function asDict(value: BValue | undefined, what: FieldName): BDict {
  if (value instanceof Map) return value as BDict;
  return wrong(what, 'a dictionary');
}

export function asBytes(value: BValue | undefined, what: FieldName): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return wrong(what, 'a byte string');
}

export function asList(value: BValue | undefined, what: FieldName): readonly BValue[] {
  if (Array.isArray(value)) return value as readonly BValue[];
  return wrong(what, 'a list');
}

/** A length or a count: not negative. */
export function asSize(value: BValue | undefined, what: FieldName): number {
  if (typeof value === 'number' && value >= 0) return value;
  return wrong(what, 'a number of at least 0');
}

/** Whether a file is one that only aligns the next (BEP 47). */
export function isPadFile(file: BDict): boolean {
  return hasAttribute(file, 'p');
}

/** Whether a file is only the name of another one (BEP 47). */
export function isSymbolicLink(file: BDict): boolean {
  return file.has(KEY.symlinkPath) || hasAttribute(file, 'l');
}

function hasAttribute(file: BDict, letter: string): boolean {
  const attributes = file.get(KEY.attr);
  return attributes instanceof Uint8Array && attributes.includes(letter.charCodeAt(0));
}

function wrong(field: FieldName, expected: string): never {
  const what = typeof field === 'string' ? field : field();
  return fail('bad-info', `The torrent is malformed: ${what} is missing or is not ${expected}.`);
}

/** Keys of BEP 3, 47 and 52, as `BDict` holds them. */
export const KEY = {
  attr: keyOf('attr'),
  fileTree: keyOf('file tree'),
  files: keyOf('files'),
  info: keyOf('info'),
  length: keyOf('length'),
  metaVersion: keyOf('meta version'),
  name: keyOf('name'),
  nameUtf8: keyOf('name.utf-8'),
  path: keyOf('path'),
  pathUtf8: keyOf('path.utf-8'),
  pieceLayers: keyOf('piece layers'),
  pieceLength: keyOf('piece length'),
  pieces: keyOf('pieces'),
  piecesRoot: keyOf('pieces root'),
  symlinkPath: keyOf('symlink path'),
} as const;
