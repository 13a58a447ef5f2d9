import { expect, test } from 'vitest';
import { decodeText } from '../../src/session/text-preview.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

test.each([
  ['UTF-8', utf8('grüße, 你好'), 'grüße, 你好', 'utf-8'],
  ['UTF-8 with a mark, which is no text', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'a', 'utf-8'],
  ['UTF-16, little end first', Uint8Array.of(0xff, 0xfe, 0x61, 0, 0xfc, 0), 'aü', 'utf-16le'],
  ['UTF-16, big end first', Uint8Array.of(0xfe, 0xff, 0, 0x61), 'a', 'utf-16be'],
  ['what Windows wrote', Uint8Array.of(0x67, 0x72, 0xfc, 0xdf, 0x65), 'grüße', 'windows-1252'],
])('%s', (_, bytes, text, encoding) => {
  expect(decodeText(bytes, false)).toEqual({ text, encoding });
});

test('what is cut within a character is UTF-8 all the same; at its end it is not', () => {
  const half = utf8('abü').slice(0, 3);
  expect(decodeText(half, true)).toEqual({ text: 'ab', encoding: 'utf-8' });
  expect(decodeText(half, false)?.encoding).toBe('windows-1252');
});

test('bytes with a zero among them are no text', () => {
  expect(decodeText(Uint8Array.of(0x61, 0, 0x62), false)).toBeNull();
});
