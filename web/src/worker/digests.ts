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

interface PlainHashes {
  readonly sha1: (data: Uint8Array) => Uint8Array;
  readonly sha256: (data: Uint8Array) => Uint8Array;
}

let loading: Promise<PlainHashes> | null = null;

async function plain(name: keyof PlainHashes, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const own = data.slice();
  loading ??= load();
  try {
    return (await loading)[name](own);
  } catch (error) {
    loading = null; // the server may have been away: whoever asks next tries again
    throw error;
  }
}

async function load(): Promise<PlainHashes> {
  const [legacy, sha2] = await Promise.all([
    import('@noble/hashes/legacy.js'),
    import('@noble/hashes/sha2.js'),
  ]);
  return { sha1: legacy.sha1, sha256: sha2.sha256 };
}
