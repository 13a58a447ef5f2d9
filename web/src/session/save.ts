import { type Geometry, safeName } from '@flockdrop/shared/metainfo';
import { type SaveProblem, type Saving, saveDownload } from '../adapters/saver.ts';
import type { FileSnapshot } from './snapshot.ts';

/** Through an ordinary download. */
export function saveShare(options: {
  readonly name: string;
  readonly geometry: Geometry;
  /** With their safe paths: one is saved as itself, several as a ZIP with folders. */
  readonly files: readonly FileSnapshot[];
  /** Piece contents; `null` when gone. */
  piece(index: number): Promise<Uint8Array | null>;
  onProgress(progress: number): void;
  onEnd(problem: SaveProblem | null): void;
}): Saving {
  const { geometry, files } = options;
  const [first] = files;
  const zip = files.length !== 1;
  const folder = safeName(options.name);
  return saveDownload({
    name: zip || first === undefined ? `${folder}.zip` : baseName(first.path),
    files: files.map(({ path, length }) => ({ path: zip ? `${folder}/${path}` : baseName(path), length })),
    zip,
    read: (at, offset, length) => readRange(options, geometry, files[at]?.index ?? -1, offset, length),
    onProgress: options.onProgress,
    onDone: () => options.onEnd(null),
    onError: options.onEnd,
  });
}

/** What is saved where everything is: a file that nobody wanted and that is here all the same is as good as any. */
export function belongs({ priority, progress, length }: FileSnapshot): boolean {
  return priority > 0 || (progress === 1 && length > 0);
}

/** Bytes of a file out of its pieces. Throws with code `piece-lost`, and what reading throws. */
export async function readRange(
  reader: { piece(index: number): Promise<Uint8Array | null> },
  geometry: Geometry,
  fileIndex: number,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const range of geometry.pieceRanges(fileIndex, offset, length)) {
    const piece = await reader.piece(range.piece);
    if (piece === null) throw new MissingPieceError();
    bytes.set(piece.subarray(range.offset, range.offset + range.length), at);
    at += range.length;
  }
  return bytes;
}

class MissingPieceError extends Error {
  readonly code = 'piece-lost';
  readonly words = 'piece-lost.save';
  constructor() {
    super(
      'Part of this file was lost or damaged in this browser’s storage. It is fetched again from others who have it: save once the share is complete.',
    );
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
