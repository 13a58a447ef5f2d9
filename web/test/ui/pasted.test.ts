import { describe, expect, test } from 'vitest';
import { isLink, sortPasted } from '../../src/features/app/pasted.ts';
import { createText } from '../../src/text/text.ts';

const text = createText('en');
const NOW = new Date(2026, 10, 27, 21, 5, 9);
const file = (name: string, type = '') => new File(['x'], name, { type });
const sorted = (files: readonly File[], words = '') => sortPasted({ files, text: words }, text, NOW);
const names = (files: readonly File[], words = '') => {
  const pasted = sorted(files, words);
  return pasted.kind === 'files' ? pasted.files.map(({ path }) => path) : pasted.kind;
};

describe('what is pasted', () => {
  test('opens when it is a link, a magnet or an info-hash', () => {
    for (const link of [
      'https://flock.example/#s=abc',
      '  https://flock.example/#s=abc&dn=A%20B\n',
      'magnet:?xt=urn:btmh:1220',
      'ab'.repeat(32),
    ]) {
      expect(sorted([], link)).toEqual({ kind: 'link', link: link.trim() });
    }
  });

  test('is shared as a file when it is other text', async () => {
    for (const words of [
      'Dear Ada',
      'see https://flock.example/#s=abc for more',
      'https://example.org/film',
    ]) {
      expect(isLink(words)).toBe(false);
      const pasted = sorted([], words);
      if (pasted.kind !== 'files') throw new Error(pasted.kind);
      expect(pasted.files[0]?.path).toBe('Pasted text 2026-11-27 21.05.09.txt');
      expect(await pasted.files[0]?.file.text()).toBe(words);
    }
  });

  test('keeps its names, and gets some where it has none', () => {
    expect(names([file('a.pdf'), file('b.pdf')])).toEqual(['a.pdf', 'b.pdf']);
    expect(names([file('image.png', 'image/png')])).toEqual(['Pasted image 2026-11-27 21.05.09.png']);
    expect(names([file('image.png'), file('image.jpeg')])).toEqual([
      'Pasted image 2026-11-27 21.05.09.png',
      'Pasted image 2026-11-27 21.05.09 2.jpeg',
    ]);
  });

  test('is its text, not the picture that an office program makes of it; named files count more', () => {
    expect(names([file('image.png')], 'Dear Ada')).toEqual(['Pasted text 2026-11-27 21.05.09.txt']);
    expect(names([file('holiday.png')], 'holiday.png')).toEqual(['holiday.png']);
  });

  test('is nothing when there is nothing in it', () => {
    expect(names([])).toBe('nothing');
    expect(names([], ' \n')).toBe('nothing');
  });
});
