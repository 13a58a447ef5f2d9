/** Where the server speaks WebSocket. */
export const SIGNAL_PATH = '/signal';
/**
 * Where the manifest tells the system to send what other apps share. The service worker answers there; whoever comes here
 * has none, and what they bring is none of our business.
 */
export const SHARE_TARGET_PATH = '/share-target';
/**
 * In the answer to an upgrade: the address whose limits this socket counts against. Pages cannot read it; the doctor
 * can, and tells from it whether TRUST_PROXY fits the proxies that are there.
 */
export const SEEN_AS_HEADER = 'flockdrop-seen-as';
