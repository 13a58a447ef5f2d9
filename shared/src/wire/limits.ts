/** Block length between native peers: 64 KiB messages move faster than 16 KiB ones (docs/PROTOCOL.md). */
export const NATIVE_BLOCK_LENGTH = 64 * 1024;
/** Block length towards every other client. */
export const FOREIGN_BLOCK_LENGTH = 16 * 1024;
/** The longest block that may be asked for. */
export const MAX_BLOCK_LENGTH = 128 * 1024;
/** BEP 9. */
export const METADATA_PIECE_LENGTH = 16 * 1024;
export const HANDSHAKE_LENGTH = 68;
/** A bitfield of four million pieces. */
export const MAX_BITFIELD_LENGTH = 512 * 1024;
/** Hashes of one answer: a run of at most 512 and the uncles above it (BEP 52), with room for a full tree. */
export const MAX_HASHES_LENGTH = (512 + 64) * 32;
/** A metadata block behind its dictionary, or an extended handshake. */
export const MAX_EXTENDED_LENGTH = METADATA_PIECE_LENGTH + 1024;
/** Bytes of one signal of a lane: a description for one data channel takes a tenth of this. */
export const MAX_LANE_SIGNAL_LENGTH = 8 * 1024;
/** Lanes are numbered anew each time, and nobody opens so many. */
export const MAX_LANE_NUMBER = 65_535;
/** Messages we do not know are skipped, but only so long. */
export const MAX_UNKNOWN_LENGTH = 16 * 1024;
/** Characters kept of the client string `v`. */
export const MAX_CLIENT_LENGTH = 64;
/** Characters of the code in a `leave`. */
export const MAX_LEAVE_CODE_LENGTH = 32;

/** Ids of BEP 3, 6, 10 and 52. */
export const ID = {
  choke: 0,
  unchoke: 1,
  interested: 2,
  'not-interested': 3,
  have: 4,
  bitfield: 5,
  request: 6,
  piece: 7,
  cancel: 8,
  suggest: 13,
  'have-all': 14,
  'have-none': 15,
  reject: 16,
  'allowed-fast': 17,
  extended: 20,
  'hash-request': 21,
  hashes: 22,
  'hash-reject': 23,
} as const;

/** Bytes of a hash request after its id. */
export const HASH_RANGE_LENGTH = 48;
