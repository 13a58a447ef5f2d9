/**
 * What a file of somebody else's may be shown as on our own origin. A type is given only to bytes that look like it, and
 * only from this list: nothing in it can carry a script that runs. HTML, SVG, XML and scripts are shown as text, which
 * has no type here because it never goes through a URL.
 */

export type PreviewKind = 'image' | 'audio' | 'video' | 'pdf' | 'text';

export interface InertType {
  readonly kind: Exclude<PreviewKind, 'text'>;
  /** MIME type. */
  readonly type: string;
}

/** Bytes of a file's beginning that tell what it is. */
export const HEAD_BYTES = 64;

const EXTENSIONS: Readonly<Record<PreviewKind, string>> = {
  image: 'png jpg jpeg jpe jfif gif webp avif',
  audio: 'mp3 m4a m4b aac oga ogg opus flac wav weba',
  video: 'mp4 m4v mov webm mkv ogv',
  pdf: 'pdf',
  text:
    'txt text md markdown rst log csv tsv json jsonl ndjson xml html htm xhtml svg css js mjs cjs ts jsx tsx ' +
    'py rb rs go c h cc cpp hpp cs java kt swift php pl lua sh bash bat ps1 sql r tex bib yml yaml toml ini cfg conf ' +
    'env properties srt vtt ass nfo diff patch ics vcf',
};

const KINDS: ReadonlyMap<string, PreviewKind> = new Map(
  (['image', 'audio', 'video', 'pdf', 'text'] as const).flatMap((kind) =>
    EXTENSIONS[kind].split(' ').map((extension) => [extension, kind] as const),
  ),
);

/** What the name promises; `null` where nothing can be shown. */
export function promisedKind(path: string): PreviewKind | null {
  return KINDS.get(extensionOf(path)) ?? null;
}

/** How the bytes of a format begin, and what they may be called. */
interface Format {
  readonly begins: (head: Uint8Array) => boolean;
  readonly types: Readonly<Partial<Record<InertType['kind'], string>>>;
}

const FORMATS: readonly Format[] = [
  { begins: bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), types: { image: 'image/png' } },
  { begins: bytes(0xff, 0xd8, 0xff), types: { image: 'image/jpeg' } },
  { begins: either(text('GIF87a'), text('GIF89a')), types: { image: 'image/gif' } },
  { begins: both(text('RIFF'), text('WEBP', 8)), types: { image: 'image/webp' } },
  { begins: either(text('ftypavif', 4), text('ftypavis', 4)), types: { image: 'image/avif' } },
  { begins: both(text('RIFF'), text('WAVE', 8)), types: { audio: 'audio/wav' } },
  { begins: text('fLaC'), types: { audio: 'audio/flac' } },
  { begins: text('OggS'), types: { audio: 'audio/ogg', video: 'video/ogg' } },
  { begins: bytes(0x1a, 0x45, 0xdf, 0xa3), types: { audio: 'audio/webm', video: 'video/webm' } },
  { begins: isMp4, types: { audio: 'audio/mp4', video: 'video/mp4' } },
  { begins: either(text('ID3'), isMpegAudio), types: { audio: 'audio/mpeg' } },
  { begins: isAdts, types: { audio: 'audio/aac' } },
  { begins: text('%PDF-'), types: { pdf: 'application/pdf' } },
];

const TYPES: ReadonlySet<string> = new Set(FORMATS.flatMap(({ types }) => Object.values(types)));

/** Whether a type may be said of a file at all. */
export function isInertType(type: string): boolean {
  return TYPES.has(type);
}

/**
 * @param head the first `HEAD_BYTES` bytes, or all of a shorter file
 * @returns `null` where the bytes are not of the kind that the name promises
 */
export function inertType(path: string, head: Uint8Array): InertType | null {
  const kind = promisedKind(path);
  if (kind === null || kind === 'text') return null;
  const type = FORMATS.find(({ begins }) => begins(head))?.types[kind];
  return type === undefined ? null : { kind, type };
}

function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

function bytes(...expected: readonly number[]): Format['begins'] {
  return (head) => expected.every((byte, at) => head[at] === byte);
}

function text(expected: string, from = 0): Format['begins'] {
  return (head) => [...expected].every((character, at) => head[from + at] === character.charCodeAt(0));
}

function both(a: Format['begins'], b: Format['begins']): Format['begins'] {
  return (head) => a(head) && b(head);
}

function either(a: Format['begins'], b: Format['begins']): Format['begins'] {
  return (head) => a(head) || b(head);
}

/** A box that may come first (ISO/IEC 14496-12); QuickTime's oldest files have no `ftyp`. */
function isMp4(head: Uint8Array): boolean {
  return ['ftyp', 'moov', 'mdat', 'wide'].some((box) => text(box, 4)(head));
}

/** A frame of MPEG audio: eleven bits set, a version and a layer that exist. */
function isMpegAudio([first = 0, second = 0]: Uint8Array): boolean {
  return first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x18) !== 0x08 && (second & 0x06) !== 0;
}

/** AAC without a container: likewise, and the layer says so. */
function isAdts([first = 0, second = 0]: Uint8Array): boolean {
  return first === 0xff && (second & 0xf6) === 0xf0;
}
