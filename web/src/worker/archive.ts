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
  const metadata = manifest.files.map(metadataOf);
  const stream = makeZip(zipEntries(manifest.files, read));
  // client-zip types its chunks loosely; they are views of plain buffers.
  return { length: Number(predictLength(metadata)), stream: stream as Archive['stream'] };
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
