/** What this browser holds back from the page though it can take part; worth knowing, and no fault. */
export interface Limitation {
  readonly code: 'insecure-context';
  readonly message: string;
}

/** `null` when nothing is held back. */
export function detectLimitation(): Limitation | null {
  if (globalThis.isSecureContext) return null;
  return {
    code: 'insecure-context',
    message:
      'This page came over plain http. Sharing and downloading work. Open it over https:// for faster hashing, files over 2 GiB, and to be sure that nobody on the way has changed the page.',
  };
}
