import { utf8Encode } from '../bytes/index.ts';
import { type BDict, type BValue, keyOf } from './bencode.ts';
import { fail } from './errors.ts';
import { asBytes, asDict, asList, asSize, KEY } from './fields.ts';
import type { Geometry } from './geometry.ts';
import { componentOf, isSingleFile } from './paths.ts';

/**
 * The v1 half of a hybrid's info dict (BEP 3, pad files of BEP 47): written from the v2 files, and on reading
 * held against them. v2 is the truth; v1 may only say the same.
 */
export const SHA1_LENGTH = 20;

/** Whether an info dict has a v1 half at all. */
export function hasV1(info: BDict): boolean {
  return info.has(KEY.pieces) || info.has(KEY.files) || info.has(KEY.length);
}

/** Throws `contradiction` where v1 does not describe the same files at the same places; `bad-info`. */
export function checkV1(info: BDict, name: string, geometry: Geometry): void {
  const pieces = asBytes(info.get(KEY.pieces), 'the list of v1 pieces');
  if (pieces.length !== geometry.pieceCount * SHA1_LENGTH) {
    fail('contradiction', 'The v1 and v2 parts of the torrent count different numbers of pieces.');
  }
  if (isSingleFile(name, geometry.files)) checkSingle(info, geometry);
  else checkList(info, geometry);
}

function checkSingle(info: BDict, geometry: Geometry): void {
  if (info.has(KEY.files)) fail('contradiction', 'v1 describes a folder and v2 a single file.');
  if (asSize(info.get(KEY.length), 'the v1 length') !== geometry.totalLength) {
    fail('contradiction', 'The v1 and v2 parts of the torrent give the file different lengths.');
  }
}

function checkList(info: BDict, geometry: Geometry): void {
  if (info.has(KEY.length)) fail('contradiction', 'v1 describes a single file and v2 a folder.');
  let next = 0;
  let offset = 0;
  for (const item of asList(info.get(KEY.files), 'the list of v1 files')) {
    const entry = asDict(item, 'an entry of the v1 files');
    const length = asSize(entry.get(KEY.length), 'the length of a v1 file');
    const missing = padAfter(offset, geometry.pieceLength);
    if (hasAttribute(entry, 'p')) {
      if (length === 0 || length !== missing) fail('contradiction', 'A pad file of v1 has the wrong length.');
    } else {
      if (length > 0 && missing > 0)
        fail('contradiction', 'v1 lacks a pad file: a file starts within a piece.');
      checkSameFile(entry, length, geometry, next++);
    }
    offset += length;
  }
  if (next !== geometry.files.length) fail('contradiction', 'v1 lists fewer files than v2.');
}

function checkSameFile(entry: BDict, length: number, geometry: Geometry, index: number): void {
  const file = geometry.files[index];
  if (file === undefined) fail('contradiction', 'v1 lists more files than v2.');
  if (hasAttribute(entry, 'l')) fail('bad-info', 'A v1 file is a symbolic link, which is not supported.');
  const path = asList(entry.get(KEY.path), 'the path of a v1 file').map((part) =>
    componentOf(asBytes(part, 'a part of a v1 path')),
  );
  const isSame = path.length === file.path.length && path.every((part, depth) => part === file.path[depth]);
  if (!isSame) fail('contradiction', `v1 has “${path.join('/')}” where v2 has “${file.path.join('/')}”.`);
  if (length !== file.length) {
    fail('contradiction', `v1 and v2 give “${path.join('/')}” different lengths.`);
  }
}

function hasAttribute(entry: BDict, letter: string): boolean {
  const attributes = entry.get(KEY.attr);
  return attributes instanceof Uint8Array && attributes.includes(letter.charCodeAt(0));
}

function padAfter(offset: number, pieceLength: number): number {
  return (pieceLength - (offset % pieceLength)) % pieceLength;
}

/**
 * Whether v1 pieces are padded to the full piece length: libtorrent 2.0 pads every file when there are several,
 * the last one too, and never a lone one.
 */
export function isV1Padded(fileCount: number): boolean {
  return fileCount > 1;
}

/** The v1 fields of an info dict. */
export function v1Fields(name: string, geometry: Geometry, pieces: Uint8Array): BDict {
  const fields = new Map<string, BValue>([[KEY.pieces, pieces]]);
  if (isSingleFile(name, geometry.files)) return fields.set(KEY.length, geometry.totalLength);
  const list: BDict[] = [];
  for (const { path, length } of geometry.files) {
    list.push(listEntry(path, length));
    const pad = padAfter(length, geometry.pieceLength);
    if (pad > 0 && isV1Padded(geometry.files.length)) list.push(padEntry(pad));
  }
  return fields.set(KEY.files, list);
}

function listEntry(path: readonly string[], length: number): Map<string, BValue> {
  return new Map<string, BValue>([
    [KEY.length, length],
    [KEY.path, path.map(utf8Encode)],
  ]);
}

function padEntry(length: number): BDict {
  return listEntry(['.pad', String(length)], length).set(keyOf('attr'), utf8Encode('p'));
}
