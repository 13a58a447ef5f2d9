/** What a person chose for the eye, kept where it can be read before the first paint. Others of our tabs hear of it. */
export type Look = 'language';

/** As it was stored, by whatever version; `null` where nothing is, or where the browser keeps nothing. */
export function readLook(look: Look): string | null {
  try {
    return localStorage.getItem(nameOf(look));
  } catch {
    return null;
  }
}

function nameOf(look: Look): string {
  return `flockdrop-${look}`;
}
