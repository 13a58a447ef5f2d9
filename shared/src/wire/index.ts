export { MessageDecoder } from './decode.ts';
export { encodeMessage, encodePiece, PIECE_HEADER_LENGTH } from './encode.ts';
export { WireError, type WireErrorCode } from './errors.ts';
export {
  FOREIGN_BLOCK_LENGTH,
  MAX_BLOCK_LENGTH,
  MAX_LANE_NUMBER,
  METADATA_PIECE_LENGTH,
  NATIVE_BLOCK_LENGTH,
} from './limits.ts';
export * from './messages.ts';
