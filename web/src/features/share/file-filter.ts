/** Finding files by their names: every word must occur somewhere in the path, whatever its case and accents. */

/** Made once for many searches. @param paths of all files, by index */
export function searchable(paths: readonly string[]): readonly string[] {
  return paths.map(plain);
}

/** Indices of those that fit, in the same order. */
export function matches(texts: readonly string[], query: string): readonly number[] {
  const words = plain(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  return texts.flatMap((text, index) => (words.every((word) => text.includes(word)) ? [index] : []));
}

/** Without case and without accents. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
