/** Characters of a name that a person still reads; there are names of 255. */
const MOST = 120;
/** Of them at the end, where numbers, versions and the extension stand. */
const END = 40;

/** The name, or where it is endless its beginning and its end: what kind of file it is can always be seen. */
export function shortName(name: string): string {
  // No name is longer in characters than in code units: most need no counting.
  if (name.length <= MOST) return name;
  const characters = charactersOf(name);
  if (characters.length <= MOST) return name;
  return `${characters.slice(0, MOST - END).join('')}…${characters.slice(-END).join('')}`;
}

/** As a person sees them; where the browser cannot tell, at least none is cut in two. */
function charactersOf(name: string): readonly string[] {
  if (!('Segmenter' in Intl)) return [...(name as string)];
  return [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment);
}
