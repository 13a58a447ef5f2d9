import { type BDict, type BValue, keyOf } from './bencode.ts';
import { fail } from './errors.ts';

/**
 * Reads single fields of decoded dictionaries: the type is checked here, once, and the complaint names the
 * field. It knows no field's meaning.
 */
export function asDict(value: BValue | undefined, what: string): BDict {
  if (value instanceof Map) return value as BDict;
  return wrong(what, 'a dictionary');
}

export function asBytes(value: BValue | undefined, what: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return wrong(what, 'a byte string');
}

export function asList(value: BValue | undefined, what: string): readonly BValue[] {
  if (Array.isArray(value)) return value as readonly BValue[];
  return wrong(what, 'a list');
}

/** A length or a count: not negative. */
export function asSize(value: BValue | undefined, what: string): number {
  if (typeof value === 'number' && value >= 0) return value;
  return wrong(what, 'a number of at least 0');
}

function wrong(what: string, expected: string): never {
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
  path: keyOf('path'),
  pieceLayers: keyOf('piece layers'),
  pieceLength: keyOf('piece length'),
  pieces: keyOf('pieces'),
  piecesRoot: keyOf('pieces root'),
  symlinkPath: keyOf('symlink path'),
} as const;
