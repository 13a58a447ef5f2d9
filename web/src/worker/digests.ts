/**
 * SHA-1 and SHA-256: the browser's own, or JavaScript's where a page has none, which is every page over plain http
 * but localhost's. JavaScript's is loaded only there.
 */

/** 20 bytes. Has read `data` when it returns. */
export function sha1(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return isNative() ? native('SHA-1', data) : plain('sha1', data);
}

/** 32 bytes. Has read `data` when it returns. */
export function sha256(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return isNative() ? native('SHA-256', data) : plain('sha256', data);
}

function isNative(): boolean {
  return crypto.subtle !== undefined;
}

async function native(algorithm: string, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(algorithm, data));
}

let loading: Promise<typeof import('./plain-hashes.ts')> | null = null;

async function plain(name: 'sha1' | 'sha256', data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const own = data.slice();
  loading ??= import('./plain-hashes.ts');
  try {
    return (await loading)[name](own);
  } catch (error) {
    loading = null; // the server may have been away: whoever asks next tries again
    throw error;
  }
}
