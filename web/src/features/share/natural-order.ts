/**
 * Names as a person would put them: `picture 2` before `picture 10`, whatever the case, accents beside their letters.
 * Keys are made once, for a collator that reads numbers takes too long over thousands.
 */
export function naturalOrder<T>(items: readonly T[], nameOf: (item: T) => string): readonly T[] {
  return items
    .map((item) => ({ item, key: keyOf(nameOf(item)) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ item }) => item);
}

/** Longer than any number that somebody counts files with. */
const DIGITS = 15;

function keyOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\d+/g, (digits) => digits.padStart(DIGITS, '0'));
}
