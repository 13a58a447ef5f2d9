/**
 * Has Chromium's collector come sooner. What goes into the database is copied on its way, and the copies stay until it
 * comes, which it does for so many bytes of buffers, not for those copies. A buffer that nobody touches is counted
 * whole, and on Linux costs no memory but addresses: docs/benchmarks. It does cost time, so it is for what nobody waits
 * for.
 */

/** Of untouched buffer for each byte that was stored: the more, the sooner it comes. */
const FACTOR = 16;
const MAX_BYTES = 64 * 1024 * 1024;

/** Held for a moment, or whoever makes the bundle smaller leaves out what nobody uses. */
const untouched = new Set<ArrayBuffer>();

/** After `bytes` were stored. */
export function hastenCollector(bytes: number): void {
  // Elsewhere such a buffer may cost what it is counted for.
  if (typeof navigator !== 'object' || !('userAgentData' in navigator)) return;
  let buffer: ArrayBuffer;
  try {
    buffer = new ArrayBuffer(Math.min(FACTOR * bytes, MAX_BYTES));
  } catch {
    return; // no such stretch of addresses is free: it comes when it comes
  }
  untouched.add(buffer);
  setTimeout(() => untouched.delete(buffer));
}
