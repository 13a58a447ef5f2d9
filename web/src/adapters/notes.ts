/**
 * Small things that must be written before the page can be gone: localStorage is the only storage that does not let
 * one wait. Where the browser has none, nothing is noted. What is read back is checked by whoever asked for it.
 */
const PREFIX = 'flockdrop:';
/** Far more than any of ours needs. */
const MAX_LENGTH = 65_536;

/** What `writeNote` wrote, or `null`: anything may have changed it. */
export function readNote(name: string): unknown {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null || text.length > MAX_LENGTH ? null : JSON.parse(text);
  } catch {
    return null; // none here, or none that we wrote
  }
}

/** On disk, as far as the page can tell, when it returns; `null` removes it. */
export function writeNote(name: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Refused or full: then all is as it was without notes.
  }
}

const VISITED = 'visited';

/** Whether this browser has never held a share, as far as it remembers. */
export function isNewHere(): boolean {
  return readNote(VISITED) !== true;
}

export function noteVisit(): void {
  writeNote(VISITED, true);
}
