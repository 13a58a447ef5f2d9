import { describe, expect, test } from 'vitest';
import { all as arabic } from '../../src/text/ar/index.ts';
import { all as german } from '../../src/text/de/index.ts';
import { languageFor, speak } from '../../src/text/language.ts';
import { compiled, createText } from '../../src/text/text.ts';
import { english as en } from './english.ts';

const de = createText('de', compiled(german));
const ar = createText('ar', compiled(arabic));

/** Numbers stay with their units: the space between them does not break. */
const bound = (words: string) => words.replaceAll(' ', '\u00a0');
const loose = (words: string) => words.replaceAll('\u00a0', ' ');

describe('sizes in English', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [1_234_567, '1.23 MB'],
    [31_457_280, '31.5 MB'],
    [999_999, '1 MB'],
    [1_073_741_824, '1.07 GB'],
    [-5, '0 B'],
  ])('%i bytes are %s', (bytes, words) => expect(en.bytes(bytes)).toBe(bound(words)));
});

test('each language writes numbers and sizes in its own way', () => {
  expect([en, de].map((text) => loose(text.bytes(1_234_567)))).toEqual(['1.23 MB', '1,23 MB']);
  expect([en, de].map((text) => text.number(1_234_567))).toEqual(['1,234,567', '1.234.567']);
  expect([en, de].map((text) => loose(text.percent(0.42)))).toEqual(['42%', '42 %']);
  expect([en, de].map((text) => loose(text.duration(7_800_000)))).toEqual(['2 h 10 min', '2 Std. 10 Min.']);
  expect(loose(ar.rate(2_500_000))).toBe('2.5 م.ب/ث');
});

test('digits and separators are those of the person’s own country', () => {
  expect(createText('de', compiled(german), 'de-CH').number(1_234_567)).toMatch(/^1['’]234['’]567$/);
  expect(createText('ar', compiled(arabic), 'ar-EG').number(12)).toBe('١٢');
});

test.each([
  [0, '0%'],
  [0.0001, '1%'],
  [0.999, '99%'],
  [1, '100%'],
])('progress %d is %s: never done before it is, never nothing after it began', (progress, words) =>
  expect(en.percent(progress)).toBe(words),
);

test.each([
  [200, '1 s'],
  [59_000, '59 s'],
  [150_000, '3 min'],
  [7_800_000, '2 h 10 min'],
  [7_200_000, '2 h'],
  [345_600_000, '4 days'],
])('%i ms are %s', (ms, words) => expect(loose(en.duration(ms))).toBe(words));

describe('plurals', () => {
  test('are chosen by the rules of the language', () => {
    const said = (count: number) => [en, de, ar].map((text) => text('share.people', { count }));
    expect(said(1)).toEqual(['1 person connected', '1 Person verbunden', 'شخص واحد متصل']);
    expect(said(2)).toEqual(['2 people connected', '2 Leute verbunden', 'شخصان متصلان']);
    expect(said(1_200)[0]).toBe('1,200 people connected');
  });

  test('Arabic has six forms', () => {
    const forms = [0, 1, 2, 3, 11, 100].map((count) =>
      ar('share.people', { count }).replaceAll(/[\d٠-٩]+/g, ''),
    );
    expect(new Set(forms).size).toBe(6);
  });
});

test('a message has its tags where the language puts them', () => {
  const marked = (parts: readonly unknown[]) => `*${parts.join('')}*`;
  expect(en.parts('home.headline', { accent: marked }).join('')).toBe(
    'Drop files. Send one link. *The flock carries them.*',
  );
  expect(de.parts('home.headline', { accent: marked }).join('')).toMatch(/^Dateien .* \*Der Schwarm .*\*$/);
});

test('what a catalogue lacks is said in English, and what no catalogue has is told', () => {
  const half = createText('de', {});
  expect(half('app.library')).toBe('Library');
  expect(half.find('problem.no-such-code')).toBeNull();
});

test.each([
  [['de-AT', 'en'], 'de'],
  [['fr-CA', 'ar-EG', 'de'], 'ar'],
  [['fr'], 'en'],
  [['en-GB', 'de'], 'en'],
  [['DE'], 'de'],
  [[], 'en'],
])('a person who reads %j is spoken to in %s', (tags, language) => expect(languageFor(tags)).toBe(language));

test('the language chosen last is spoken, however long the others take', async () => {
  const spoken = await Promise.all([speak('de'), speak('ar'), speak('en')]);
  expect(spoken).toEqual([false, false, true]);
});
