/** What peers send each other through the server, as far as it matters before the transport reads it. */

/** `null` when it is not JSON. */
export function parseSignal(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function isOffer(data: unknown): boolean {
  return (
    typeof data === 'object' && data !== null && 'type' in data && data.type === 'offer' && 'sdp' in data
  );
}
