import { equalBytes } from '../bytes/index.ts';
import { type BDict, encode } from './bencode.ts';
import type { BencodeWriter } from './bencode-writer.ts';
import { fail } from './errors.ts';
import { asBytes, asDict, asList, asSize, isPadFile, isSymbolicLink, KEY } from './fields.ts';
import type { TreeFile } from './file-tree.ts';
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

/**
 * Throws `contradiction` where v1 does not describe the same files at the same places, or old clients would read
 * other names than we do; `bad-info`.
 */
export function checkV1(info: BDict, name: string, geometry: Geometry): void {
  const pieces = asBytes(info.get(KEY.pieces), 'the list of v1 pieces');
  if (pieces.length !== geometry.pieceCount * SHA1_LENGTH) {
    fail('contradiction', 'The v1 and v2 parts of the torrent count different numbers of pieces.');
  }
  checkTwin(info, KEY.name, KEY.nameUtf8);
  // v2 cannot tell a file from a folder that holds one file of its own name: there v1 decides.
  if (info.has(KEY.files)) checkList(info, geometry);
  else checkSingle(info, name, geometry);
}

function checkSingle(info: BDict, name: string, geometry: Geometry): void {
  const length = asSize(info.get(KEY.length), 'the v1 length');
  if (isSymbolicLink(info)) refuseLink();
  if (!isSingleFile(name, geometry.files)) {
    fail('contradiction', 'v1 describes a single file and v2 a folder, or a file of another name.');
  }
  if (length !== geometry.totalLength) {
    fail('contradiction', 'The v1 and v2 parts of the torrent give the file different lengths.');
  }
}

/** Some clients read the second of the two keys when it is there. */
function checkTwin(dict: BDict, key: string, twin: string): void {
  const value = dict.get(key);
  const second = dict.get(twin);
  if (second === undefined) return;
  if (value === undefined || !equalBytes(encode(value), encode(second))) {
    fail('contradiction', `The torrent gives two different names, as “${key}” and as “${twin}”.`);
  }
}

function refuseLink(): never {
  return fail('bad-info', 'A v1 file is a symbolic link, which is not supported.');
}

function checkList(info: BDict, geometry: Geometry): void {
  if (info.has(KEY.length)) fail('contradiction', 'v1 describes a file and a folder at once.');
  let next = 0;
  let offset = 0;
  for (const item of asList(info.get(KEY.files), 'the list of v1 files')) {
    const entry = asDict(item, 'an entry of the v1 files');
    const length = asSize(entry.get(KEY.length), 'the length of a v1 file');
    const missing = padAfter(offset, geometry.pieceLength);
    checkTwin(entry, KEY.path, KEY.pathUtf8);
    if (isPadFile(entry)) {
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
  if (isSymbolicLink(entry)) refuseLink();
  const path = asList(entry.get(KEY.path), 'the path of a v1 file').map((part) =>
    componentOf(asBytes(part, 'a part of a v1 path')),
  );
  const isSame = path.length === file.path.length && path.every((part, depth) => part === file.path[depth]);
  if (!isSame) fail('contradiction', `v1 has “${path.join('/')}” where v2 has “${file.path.join('/')}”.`);
  if (length !== file.length) {
    fail('contradiction', `v1 and v2 give “${path.join('/')}” different lengths.`);
  }
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

/** Writes what v1 says of a share that is one file. */
export function writeV1Length(writer: BencodeWriter, files: readonly Pick<TreeFile, 'length'>[]): void {
  writer.key(KEY.length);
  writer.integer(files.reduce((sum, { length }) => sum + length, 0));
}

/** Writes what v1 says of a folder: its files in tree order, and what pads them. */
export function writeV1Files(
  writer: BencodeWriter,
  files: readonly Pick<TreeFile, 'path' | 'length'>[],
  pieceLength: number,
): void {
  writer.key(KEY.files);
  writer.list();
  for (const { path, length } of files) {
    writer.dict();
    writeEntry(writer, path, length);
    const pad = padAfter(length, pieceLength);
    if (pad === 0 || !isV1Padded(files.length)) continue;
    writer.dict();
    writer.key(KEY.attr);
    writer.text('p');
    writeEntry(writer, ['.pad', String(pad)], pad);
  }
  writer.end();
}

/** The end of an entry that is open. */
function writeEntry(writer: BencodeWriter, path: readonly string[], length: number): void {
  writer.key(KEY.length);
  writer.integer(length);
  writer.key(KEY.path);
  writer.list();
  for (const component of path) writer.text(component);
  writer.end();
  writer.end();
}
