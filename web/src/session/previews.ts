import type { Geometry } from '@flockdrop/shared/metainfo';
import { canStream, openStream, openWhole, type Stream, type StreamReader } from '../adapters/streamer.ts';
import { HEAD_BYTES, type InertType, inertType, promisedKind } from '../worker/inert-types.ts';
import { Playback, type PlaybackOptions } from './playback.ts';
import { codedProblem } from './problems.ts';
import type { FileSnapshot, Preview, PreviewNeed, PreviewSource, Problem } from './snapshot.ts';
import { decodeText, TEXT_BYTES } from './text-preview.ts';

/** Without a service worker the whole is put together first. */
const MAX_WHOLE_BYTES = 512 * 1024 * 1024;

export interface PreviewsOptions extends PlaybackOptions {
  geometry(): Geometry | null;
  rows(): readonly FileSnapshot[];
  /** Whether what is missing can be fetched from this tab. */
  canFetch(): boolean;
}

/** The files of one share that are being looked at in this tab. */
export class Previews {
  readonly #playback: Playback;
  readonly #options: PreviewsOptions;
  readonly #open = new Set<OpenPreview>();

  constructor(options: PreviewsOptions) {
    this.#options = options;
    this.#playback = new Playback(options);
  }

  /** @param index of the file in the torrent */
  open(index: number): Preview {
    const file = this.#options.rows().find((row) => row.index === index);
    const isFetched = file?.progress === 1 || this.#options.canFetch();
    if (file === undefined || !isFetched)
      return { source: Promise.resolve(ELSEWHERE), close: () => undefined };
    const preview = new OpenPreview(file, this.#playback, () => this.#open.delete(preview));
    this.#open.add(preview);
    return preview;
  }

  /**
   * What they wait for; `null` while none waits.
   *
   * @param holdersOf a piece among those that we are connected to
   */
  needs(holdersOf: (piece: number) => number): PreviewNeed | null {
    const piece = this.#playback.needs;
    if (piece === null) return null;
    return holdersOf(piece) > 0 ? 'pieces' : 'nobody';
  }

  /** Pieces are here that were not, or may be. */
  arrived(): void {
    this.#playback.arrived();
  }

  /** Whoever fetches knows nothing of what is waited for. */
  tellAnew(): void {
    this.#playback.tellAnew();
  }

  /** The share is over here. */
  close(): void {
    for (const preview of this.#open) preview.close();
  }
}

/** One file on screen, from the wish to see it until it is closed. */
class OpenPreview implements Preview {
  readonly source: Promise<PreviewSource | Problem>;
  readonly #file: FileSnapshot;
  readonly #playback: Playback;
  readonly #onClosed: () => void;
  readonly #readers = new Set<StreamReader>();
  /** Undone when it is closed. */
  readonly #cleanups: (() => void)[] = [];
  #isClosed = false;

  constructor(file: FileSnapshot, playback: Playback, onClosed: () => void) {
    this.#file = file;
    this.#playback = playback;
    this.#onClosed = onClosed;
    this.source = this.#load().catch(problemOf);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const reader of this.#readers) reader.close();
    for (const cleanup of this.#cleanups) cleanup();
    this.#onClosed();
  }

  async #load(): Promise<PreviewSource | Problem> {
    const { path, length } = this.#file;
    const kind = promisedKind(path);
    if (kind === null) return UNKNOWN;
    if (length === 0) return EMPTY;
    if (kind === 'text') return this.#text();
    // Known now, and not after a wait for the beginning of the file.
    if (this.#file.progress < 1 && !(await canStream())) return NOT_STREAMED;
    const head = await this.#bytes(HEAD_BYTES);
    const type = inertType(path, head);
    if (type === null) return NOT_WHAT_IT_SAYS;
    const open = () => this.#reader();
    const options = { name: baseName(path), length, mediaType: type.type, open };
    const stream = await openStream(options);
    if (stream !== null) return this.#shown(type, stream, true);
    if (this.#file.progress < 1) return NOT_STREAMED;
    if (length > MAX_WHOLE_BYTES) return TOO_LARGE;
    return this.#shown(type, await openWhole(options), false);
  }

  async #text(): Promise<PreviewSource | Problem> {
    const { length } = this.#file;
    const isCut = length > TEXT_BYTES;
    const decoded = decodeText(await this.#bytes(TEXT_BYTES), isCut);
    return decoded === null ? NO_TEXT : { kind: 'text', text: decoded.text, isCut };
  }

  #shown({ kind }: InertType, { url, close }: Stream, isStreamed: boolean): PreviewSource {
    this.#cleanups.push(close);
    if (this.#isClosed) close();
    return { kind, url, isStreamed };
  }

  /** The beginning of the file. */
  async #bytes(most: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.min(most, this.#file.length));
    const reader = this.#reader();
    for (let at = 0; at < bytes.byteLength; ) {
      const read = await reader.read(at, bytes.byteLength - at);
      bytes.set(read, at);
      at += read.byteLength;
    }
    reader.close();
    return bytes;
  }

  #reader(): StreamReader {
    const reader = this.#playback.open(this.#file.index);
    const close = () => {
      this.#readers.delete(reader);
      reader.close();
    };
    this.#readers.add(reader);
    if (this.#isClosed) close();
    return { read: (offset, length) => reader.read(offset, length), close };
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function problemOf(error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return (
    codedProblem(error) ?? {
      code: 'preview-failed',
      message: `This file cannot be shown now (${reason}). Try again, or save it.`,
      values: { reason },
    }
  );
}

const ELSEWHERE: Problem = {
  code: 'preview-elsewhere',
  message: 'Another tab of this browser fetches this file. Look at it there, or wait until it is complete.',
};
const UNKNOWN: Problem = {
  code: 'preview-unknown',
  message: 'There is no preview for this kind of file. Save it and open it with an app that knows it.',
};
const EMPTY: Problem = { code: 'preview-empty', message: 'This file is empty.' };
const NO_TEXT: Problem = {
  code: 'preview-no-text',
  message: 'This file has the name of a text, and is none. Save it to look at it with another app.',
};
const NOT_WHAT_IT_SAYS: Problem = {
  code: 'preview-mismatch',
  message:
    'This file is not what its name says, so it is not shown. Be careful with it: open it only if you trust who sent it.',
};
const NOT_STREAMED: Problem = {
  code: 'stream-unsupported',
  message:
    'On this page the browser cannot play a file before it is complete: that takes https, and a window that is not private. Wait until it is here.',
};
const TOO_LARGE: Problem = {
  code: 'preview-too-large',
  message: 'On this page the browser cannot show a file of more than 512 MiB. Save it to look at it.',
};

/** Of a share that does not run, here or anywhere. */
export const RESTING_PREVIEW: Preview = {
  source: Promise.resolve({
    code: 'preview-resting',
    message: 'This share rests in this browser. Resume it to look at its files.',
  }),
  close: () => undefined,
};
