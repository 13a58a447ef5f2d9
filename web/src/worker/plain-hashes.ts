/** The hashes in JavaScript, for those who load them when they need them: nothing else of the library comes along. */
export { sha1 } from '@noble/hashes/legacy.js';
export { sha256 } from '@noble/hashes/sha2.js';
