const LIFETIME_MS = 60_000;

/** Hands bytes that are in memory anyway to the browser as an ordinary download. */
export function downloadBytes(name: string, type: string, bytes: Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), LIFETIME_MS);
}
