import { HASH_LENGTH, LEAF_LENGTH } from '../../src/metainfo/index.ts';

/** A block that is told, not carried: whether its bytes would be right is one bit. */
export interface Symbolic {
  readonly byteLength: number;
  readonly piece: number;
  readonly offset: number;
  readonly good: boolean;
}

/** The hashes of the 16 KiB leaves that a block begins and fills: told apart by piece, place, and whether it is right. */
export function symbolicLeaves({ piece, offset, byteLength, good }: Symbolic): Uint8Array {
  const count = Math.ceil(byteLength / LEAF_LENGTH);
  const leaves = new Uint8Array(count * HASH_LENGTH);
  const view = new DataView(leaves.buffer);
  for (let nth = 0; nth < count; nth++) {
    view.setUint32(nth * HASH_LENGTH, piece);
    view.setUint32(nth * HASH_LENGTH + 4, offset / LEAF_LENGTH + nth);
    view.setUint32(nth * HASH_LENGTH + 8, good ? 1 : 2);
  }
  return leaves;
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
