import type { Page } from '@playwright/test';

/**
 * A film that a test makes for itself: WebM with VP8, a second for each cluster, each picture a key frame that a browser
 * draws. Emptiness between the clusters makes it as heavy as a real one, and so its seconds lie where pieces do.
 */
export interface FilmOptions {
  readonly seconds: number;
  /** Of each second; a multiple of 64 KiB keeps seconds and pieces in step, all but for the beginning. */
  readonly bytesPerSecond: number;
}

const FRAMES_PER_SECOND = 5;
const [WIDTH, HEIGHT] = [320, 180];

export async function makeFilm(page: Page, { seconds, bytesPerSecond }: FilmOptions): Promise<Buffer> {
  const frame = await drawFrame(page);
  const info = element(0x1549a966, [
    element(0x2ad7b1, uint(1_000_000)),
    element(0x4489, float(seconds * 1_000)),
    element(0x4d80, Buffer.from('flockdrop')),
    element(0x5741, Buffer.from('flockdrop')),
  ]);
  const tracks = element(0x1654ae6b, [
    element(0xae, [
      element(0xd7, uint(1)),
      element(0x73c5, uint(1)),
      element(0x83, uint(1)),
      element(0x86, Buffer.from('V_VP8')),
      element(0xe0, [element(0xb0, uint(WIDTH)), element(0xba, uint(HEIGHT))]),
    ]),
  ]);
  const cuesAt = info.length + tracks.length;
  // All numbers take eight bytes, so the length does not hang on the positions.
  const clustersAt = cuesAt + cues(seconds, bytesPerSecond, 0).length;
  const clusters = Array.from({ length: seconds }, (_, second) => cluster(second, frame, bytesPerSecond));
  const header = element(0x1a45dfa3, [
    element(0x4286, uint(1)),
    element(0x42f7, uint(1)),
    element(0x42f2, uint(4)),
    element(0x42f3, uint(8)),
    element(0x4282, Buffer.from('webm')),
    element(0x4287, uint(2)),
    element(0x4285, uint(2)),
  ]);
  const segment = element(0x18538067, [info, tracks, cues(seconds, bytesPerSecond, clustersAt), ...clusters]);
  return Buffer.concat([header, segment]);
}

/** As VP8 has it: a lossy WebP is one key frame. */
async function drawFrame(page: Page): Promise<Buffer> {
  const bytes = await drawPicture(page, 'image/webp');
  const at = bytes.indexOf('VP8 ');
  return bytes.subarray(at + 8, at + 8 + bytes.readUInt32LE(at + 4));
}

export async function drawPicture(page: Page, type: 'image/png' | 'image/webp'): Promise<Buffer> {
  const bytes = await page.evaluate(
    async ([width, height, mime]) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d', { alpha: false });
      if (context === null) throw new Error('nothing to draw on');
      const sky = context.createLinearGradient(0, 0, width, height);
      sky.addColorStop(0, '#0f766e');
      sky.addColorStop(1, '#f2b64c');
      context.fillStyle = sky;
      context.fillRect(0, 0, width, height);
      const blob = await canvas.convertToBlob({ type: mime, quality: 0.8 });
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    [WIDTH, HEIGHT, type] as const,
  );
  return Buffer.from(bytes);
}

function cluster(second: number, frame: Buffer, length: number): Buffer {
  const blocks = Array.from({ length: FRAMES_PER_SECOND }, (_, nth) => {
    const head = Buffer.from([0x81, 0, 0, 0x80]);
    head.writeInt16BE((nth * 1_000) / FRAMES_PER_SECOND, 1);
    return element(0xa3, Buffer.concat([head, frame]));
  });
  const content = Buffer.concat([element(0xe7, uint(second * 1_000)), ...blocks]);
  const overhead = 4 + 8 + 1 + 8;
  const padding = element(0xec, Buffer.alloc(length - overhead - content.length));
  return element(0x1f43b675, [content, padding]);
}

function cues(seconds: number, bytesPerSecond: number, clustersAt: number): Buffer {
  return element(
    0x1c53bb6b,
    Array.from({ length: seconds }, (_, second) =>
      element(0xbb, [
        element(0xb3, uint(second * 1_000)),
        element(0xb7, [element(0xf7, uint(1)), element(0xf1, uint(clustersAt + second * bytesPerSecond))]),
      ]),
    ),
  );
}

/** EBML (RFC 8794): an id, a length of eight bytes, the content. */
function element(id: number, content: Buffer | readonly Buffer[]): Buffer {
  const body = Buffer.isBuffer(content) ? content : Buffer.concat(content);
  const name = Buffer.from(id.toString(16), 'hex');
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(body.length) | (1n << 56n));
  return Buffer.concat([name, length, body]);
}

function uint(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}
