export { Bitfield } from './bitfield.ts';
export { concatBytes, equalBytes } from './compare.ts';
export { fromBase64Url, fromHex, toBase64Url, toHex } from './text.ts';
export {
  compareUtf8,
  latin1Decode,
  utf8Cut,
  utf8Decode,
  utf8Encode,
  utf8EncodeInto,
  utf8Length,
} from './utf8.ts';
