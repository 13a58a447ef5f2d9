import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HEAD_BYTES, inertType, isInertType, promisedKind } from '../../src/worker/inert-types.ts';

const head = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

const PNG = '\x89PNG\r\n\x1a\n\0\0\0\rIHDR';
const JPEG = '\xff\xd8\xff\xe0\0\x10JFIF';
const MP4 = '\0\0\0\x20ftypisom\0\0\x02\0';
const WEBM = '\x1a\x45\xdf\xa3\x9fB\x86';
const OGG = 'OggS\0\x02';
const PDF = '%PDF-1.7\n';
const HTML = '<!doctype html><script>alert(1)</script>';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

describe('a type is given to bytes that are what the name promises', () => {
  test.each([
    ['a.png', PNG, 'image/png'],
    ['A.JPEG', JPEG, 'image/jpeg'],
    ['a.gif', 'GIF89a', 'image/gif'],
    ['a.webp', 'RIFF\x24\0\0\0WEBPVP8 ', 'image/webp'],
    ['a.avif', '\0\0\0\x1cftypavif\0\0\0\0', 'image/avif'],
    ['a.wav', 'RIFF\x24\0\0\0WAVEfmt ', 'audio/wav'],
    ['a.mp3', 'ID3\x04', 'audio/mpeg'],
    ['a.mp3', '\xff\xfb\x90\x64', 'audio/mpeg'],
    ['a.aac', '\xff\xf1\x50\x80', 'audio/aac'],
    ['a.flac', 'fLaC\0', 'audio/flac'],
    ['a.m4a', MP4, 'audio/mp4'],
    ['a.opus', OGG, 'audio/ogg'],
    ['a.ogv', OGG, 'video/ogg'],
    ['a.mp4', MP4, 'video/mp4'],
    ['old.mov', '\0\0\0\x08wide', 'video/mp4'],
    ['folder/a.webm', WEBM, 'video/webm'],
    ['a.mkv', WEBM, 'video/webm'],
    ['a.pdf', PDF, 'application/pdf'],
    // Another picture than it says: still a picture, and called what it is.
    ['really-a-jpeg.png', JPEG, 'image/jpeg'],
  ])('%s', (name, bytes, type) => {
    expect(inertType(name, head(bytes))?.type).toBe(type);
    expect(isInertType(type)).toBe(true);
  });
});

describe('and to nothing else', () => {
  test.each([
    ['a.png', HTML],
    ['a.jpg', SVG],
    ['a.mp4', HTML],
    ['a.mp3', 'not music'],
    ['a.pdf', HTML],
    ['a.pdf', `junk${PDF}`],
    ['a.png', MP4],
    ['a.mp4', PNG],
    ['a.html', PNG],
    ['a.svg', SVG],
    ['a.exe', PNG],
    ['png', PNG],
    ['.png', PNG],
    ['a.png', ''],
  ])('%s', (name, bytes) => expect(inertType(name, head(bytes))).toBeNull());

  test('whatever the bytes and the name, the type is one of the list, and none of it runs', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('a.png', 'a.svg', 'a.html', 'a.mp4', 'a.pdf', 'a.js'));
    const start = fc.constantFrom('', PNG, JPEG, MP4, WEBM, OGG, PDF, HTML, SVG).map(head);
    const rest = fc.uint8Array({ maxLength: HEAD_BYTES });
    fc.assert(
      fc.property(name, start, rest, (path, first, after) => {
        const found = inertType(path, Uint8Array.from([...first, ...after]));
        if (found === null) return;
        expect(found.type).toMatch(/^(image|audio|video)\/[a-z0-9]+$|^application\/pdf$/);
        expect(found.type).not.toMatch(/svg|xml|html|script/);
        expect(found.kind).toBe(promisedKind(path));
      }),
    );
  });

  test.each([
    'text/html',
    'image/svg+xml',
    'text/xml',
    'application/xhtml+xml',
    'text/javascript',
    'text/plain',
    '',
  ])('%s is no type for a stream', (type) => expect(isInertType(type)).toBe(false));
});

test.each([
  ['index.html', 'text'],
  ['logo.svg', 'text'],
  ['feed.xml', 'text'],
  ['app.js', 'text'],
  ['README.md', 'text'],
  ['a.tar.gz', null],
  ['Makefile', null],
])('%s promises %s', (name, kind) => expect(promisedKind(name)).toBe(kind));
