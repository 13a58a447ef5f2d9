/** Where the server speaks WebSocket. */
export const SIGNAL_PATH = '/signal';
/**
 * In the answer to an upgrade: the address whose limits this socket counts against. Pages cannot read it; the doctor
 * can, and tells from it whether TRUST_PROXY fits the proxies that are there.
 */
export const SEEN_AS_HEADER = 'flockdrop-seen-as';
