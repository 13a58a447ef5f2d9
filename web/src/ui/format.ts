/** Keeps a fact and the dot after it on one line. */
const NBSP = '\u00a0';

/** `Paused · 42% · 1.2 MB`: what there is to say, on as many lines as it takes; a line never begins with the dot. */
export function joinFacts(facts: readonly (string | null)[]): string {
  return facts.filter((fact) => fact !== null && fact !== '').join(`${NBSP}· `);
}
