import { Geometry } from '@flockdrop/shared/metainfo';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Previews } from '../../src/session/previews.ts';
import { promisedKind } from '../../src/worker/inert-types.ts';

const PIECE = 65_536;
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);
const MP4 = Uint8Array.from('\0\0\0\x20ftypisom', (character) => character.charCodeAt(0));

beforeEach(() => {
  // A page over plain http: no service worker.
  vi.stubGlobal('navigator', {});
});

afterEach(() => vi.unstubAllGlobals());

/** A share of one file, all of it here but for `missing`. */
function sharing(path: string, bytes: Uint8Array, change: { missing?: number; canFetch?: boolean } = {}) {
  const { missing = null, canFetch = true } = change;
  const geometry = new Geometry(PIECE, [
    { path: [path], length: bytes.length, piecesRoot: new Uint8Array(32) },
  ]);
  const progress = missing === null ? 1 : 0.5;
  const onWaiting = vi.fn();
  const previews = new Previews({
    geometry: () => geometry,
    rows: () => [{ index: 0, path, length: bytes.length, progress, priority: 2, kind: promisedKind(path) }],
    canFetch: () => canFetch,
    isHere: (piece) => piece !== missing,
    piece: async (piece) => bytes.slice(piece * PIECE, (piece + 1) * PIECE),
    onWaiting,
    onChange: () => undefined,
  });
  return { previews, onWaiting };
}

test('a text is what it says, as far as that is shown', async () => {
  const { previews } = sharing('a.html', new TextEncoder().encode('<b>grüßen</b>'));
  expect(await previews.open(0).source).toEqual({ kind: 'text', text: '<b>grüßen</b>', isCut: false });
  const long = sharing('long.txt', new Uint8Array(1_100_000).fill(0x61));
  const source = await long.previews.open(0).source;
  expect(source).toMatchObject({ kind: 'text', isCut: true });
  expect('text' in source && source.text.length).toBe(1_048_576);
});

test('without a service worker a file is put together, under its own type', async () => {
  const { previews } = sharing('a.jpg', PNG);
  const preview = previews.open(0);
  const source = await preview.source;
  if (!('url' in source)) throw new Error('no address');
  expect(source).toMatchObject({ kind: 'image', isStreamed: false });
  const blob = await (await fetch(source.url)).blob();
  expect(blob.type).toBe('image/png');
  expect(new Uint8Array(await blob.arrayBuffer())).toEqual(PNG);
  preview.close();
  await expect(fetch(source.url)).rejects.toThrow();
});

test.each([
  ['a.mp4', PNG, {}, 'preview-mismatch'],
  ['a.txt', MP4, {}, 'preview-no-text'],
  ['a.bin', PNG, {}, 'preview-unknown'],
  ['a.png', new Uint8Array(), {}, 'preview-empty'],
  ['a.mp4', Uint8Array.from([...MP4, ...new Uint8Array(100_000)]), { missing: 1 }, 'stream-unsupported'],
  ['a.mp4', MP4, { missing: 0, canFetch: false }, 'preview-elsewhere'],
])('%s: %#', async (path, bytes, change, code) => {
  expect(await sharing(path, bytes, change).previews.open(0).source).toMatchObject({ code });
});

test('what is closed while it waits is waited for no more', async () => {
  const { previews, onWaiting } = sharing('a.txt', MP4, { missing: 0 });
  const preview = previews.open(0);
  expect(onWaiting).toHaveBeenLastCalledWith([{ piece: 0, inMs: 0 }]);
  expect(previews.needs(() => 1)).toBe('pieces');
  expect(previews.needs(() => 0)).toBe('nobody');
  preview.close();
  expect(onWaiting).toHaveBeenLastCalledWith([]);
  expect(previews.needs(() => 1)).toBeNull();
  expect(await preview.source).toMatchObject({ code: 'preview-failed' });
});
