/**
 * Turns files that are read piecemeal into one stream of exactly known length: a single file as itself, several as
 * a ZIP with their folders. It pulls only what is asked for.
 */
import { makeZip, predictLength } from 'client-zip';
import { type DownloadManifest, type ManifestFile, READ_BYTES } from './download-protocol.ts';

/** Exactly `length` bytes at `offset` of a file; one call at a time. */
export type ReadFile = (file: number, offset: number, length: number) => Promise<Uint8Array<ArrayBuffer>>;

export interface Archive {
  /** Bytes that the stream will yield. */
  readonly length: number;
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** A stream that fails in `read` fails as a whole: a truncated download never looks complete. */
export function openArchive(manifest: DownloadManifest, read: ReadFile): Archive {
  const [only] = manifest.files;
  if (!manifest.zip && only !== undefined) return { length: only.length, stream: fileStream(0, only, read) };
  const length = Number(predictLength(manifest.files.map(metadataOf)));
  // client-zip types its chunks loosely; they are views of plain buffers.
  const stream = makeZip(zipEntries(manifest.files, read)) as Archive['stream'];
  if (manifest.files.length <= MAX_PLAIN_ENTRIES || length > MAX_PLAIN_LENGTH) return { length, stream };
  return { length: length + ZIP64_END_LENGTH, stream: withZip64End(stream, manifest.files.length) };
}

/** Entries that a ZIP can count without ZIP64; client-zip turns to ZIP64 for its size alone. */
const MAX_PLAIN_ENTRIES = 0xfffe;
const MAX_PLAIN_LENGTH = 0xffffffff;
const END_LENGTH = 22;
const ZIP64_END_LENGTH = 56 + 20;

/** The same archive with its true number of entries in a ZIP64 end record (APPNOTE 4.3.14 and 4.3.15). */
function withZip64End(stream: Archive['stream'], entries: number): Archive['stream'] {
  let held: Uint8Array<ArrayBuffer> = new Uint8Array();
  return stream.pipeThrough(
    new TransformStream({
      transform(chunk: Uint8Array<ArrayBuffer>, controller) {
        const joined = new Uint8Array(held.length + chunk.length);
        joined.set(held);
        joined.set(chunk, held.length);
        const cut = Math.max(0, joined.length - END_LENGTH);
        if (cut > 0) controller.enqueue(joined.slice(0, cut));
        held = joined.slice(cut);
      },
      flush(controller) {
        controller.enqueue(zip64End(held, entries));
        controller.enqueue(held);
      },
    }),
  );
}

/** @param end the plain end record, 22 bytes, whose size and place of the directory hold */
function zip64End(end: Uint8Array<ArrayBuffer>, entries: number): Uint8Array<ArrayBuffer> {
  const plain = new DataView(end.buffer, end.byteOffset);
  const size = plain.getUint32(12, true);
  const offset = plain.getUint32(16, true);
  const record = new DataView(new ArrayBuffer(ZIP64_END_LENGTH));
  record.setUint32(0, 0x06064b50, true);
  record.setBigUint64(4, 44n, true); // what follows of this record
  record.setUint16(12, 45, true);
  record.setUint16(14, 45, true);
  record.setBigUint64(24, BigInt(entries), true);
  record.setBigUint64(32, BigInt(entries), true);
  record.setBigUint64(40, BigInt(size), true);
  record.setBigUint64(48, BigInt(offset), true);
  record.setUint32(56, 0x07064b50, true);
  record.setBigUint64(64, BigInt(offset + size), true);
  record.setUint32(72, 1, true);
  return new Uint8Array(record.buffer);
}

interface Metadata {
  readonly name: string;
  readonly lastModified: Date;
  readonly size: number;
}

function metadataOf(file: ManifestFile): Metadata {
  return { name: file.path, lastModified: new Date(file.lastModified), size: file.length };
}

/** One entry at a time, so that at most one file is being read. */
function* zipEntries(
  files: readonly ManifestFile[],
  read: ReadFile,
): Generator<Metadata & { readonly input: ReadableStream<Uint8Array<ArrayBuffer>> }> {
  for (const [index, file] of files.entries()) {
    yield { ...metadataOf(file), input: fileStream(index, file, read) };
  }
}

function fileStream(
  index: number,
  file: ManifestFile,
  read: ReadFile,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const wanted = Math.min(READ_BYTES, file.length - at);
        if (wanted > 0) {
          const bytes = await read(index, at, wanted);
          if (bytes.byteLength !== wanted) throw new Error(`“${file.path}” is shorter than announced.`);
          at += wanted;
          controller.enqueue(bytes);
        }
        if (at >= file.length) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
}
