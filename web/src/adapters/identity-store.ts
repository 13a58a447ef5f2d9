/**
 * This browser's Ed25519 key pair: made once, kept in IndexedDB as keys that cannot be exported, shared by all
 * tabs. It signs and verifies; it never decides whom to trust.
 */
export interface Identity {
  /** Raw, 32 bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** Ed25519 signature, 64 bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  /** False for anything malformed. */
  verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

export interface Missing {
  readonly code: 'insecure-context' | 'no-ed25519' | 'no-webrtc' | 'no-storage';
  readonly message: string;
}

/** Loads the key pair, making it first where there is none. */
export declare function openIdentity(): Promise<Identity>;
/** What this browser lacks to take part at all, or `null`. */
export declare function detectMissing(): Promise<Missing | null>;
