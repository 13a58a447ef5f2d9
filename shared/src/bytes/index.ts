export { Bitfield } from './bitfield.ts';
export { compareBytes, concatBytes, equalBytes } from './compare.ts';
export { fromBase64Url, fromHex, toBase64Url, toHex, utf8Decode, utf8Encode } from './text.ts';
