/** A block that is told, not carried: whether its bytes would be right is one bit. */
export interface Symbolic {
  readonly byteLength: number;
  readonly piece: number;
  readonly offset: number;
  readonly good: boolean;
}

/** Names travel where public keys do. */
export function nameBytes(name: string): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let at = 0; at < name.length; at++) bytes[at] = name.charCodeAt(at);
  return bytes;
}

export function nameOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.filter((byte) => byte !== 0));
}
