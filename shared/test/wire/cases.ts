import { toHex, utf8Encode } from '../../src/bytes/index.ts';
import type { PeerMessage } from '../../src/wire/index.ts';

/** Every message with its bytes as the BEPs write them, spelled out by hand and independent of the encoder. */
export interface Case {
  readonly name: string;
  readonly message: PeerMessage;
  /** Hex, or text between quotes. */
  readonly bytes: string;
}

const hash20 = Uint8Array.from({ length: 20 }, (_, at) => at);
const peer20 = utf8Encode('-FD0100-abcdefghijkl');
const root = new Uint8Array(32).fill(0xaa);
const range = { piecesRoot: root, baseLayer: 2, index: 512, length: 512, proofLayers: 9 };
const rangeHex = `${toHex(root)}00000002000002000000020000000009`;

/** Hex of parts: text in quotes is taken as ASCII. */
export function spelled(bytes: string): Uint8Array {
  const out: number[] = [];
  for (const [, text, hex] of bytes.matchAll(/"([^"]*)"|([0-9a-f]{2})/g)) {
    if (text !== undefined) out.push(...utf8Encode(text));
    else if (hex !== undefined) out.push(Number.parseInt(hex, 16));
  }
  return Uint8Array.from(out);
}

export const HANDSHAKE: Case = {
  name: 'handshake',
  message: { type: 'handshake', infoHash: hash20, peerId: peer20, fast: true, extended: true, v2: true },
  bytes: `13"BitTorrent protocol"0000000000100014${toHex(hash20)}${toHex(peer20)}`,
};

export const CASES: readonly Case[] = [
  { name: 'keep-alive', message: { type: 'keep-alive' }, bytes: '00000000' },
  { name: 'choke', message: { type: 'choke' }, bytes: '0000000100' },
  { name: 'unchoke', message: { type: 'unchoke' }, bytes: '0000000101' },
  { name: 'interested', message: { type: 'interested' }, bytes: '0000000102' },
  { name: 'not-interested', message: { type: 'not-interested' }, bytes: '0000000103' },
  { name: 'have', message: { type: 'have', piece: 0x01020304 }, bytes: '000000050401020304' },
  {
    name: 'the last possible piece',
    message: { type: 'have', piece: 0xffffffff },
    bytes: '0000000504ffffffff',
  },
  {
    name: 'bitfield',
    message: { type: 'bitfield', bytes: Uint8Array.of(0xf0, 0x80) },
    bytes: '0000000305f080',
  },
  { name: 'empty bitfield', message: { type: 'bitfield', bytes: new Uint8Array() }, bytes: '0000000105' },
  {
    name: 'request',
    message: { type: 'request', piece: 7, offset: 65_536, length: 65_536 },
    bytes: '0000000d06000000070001000000010000',
  },
  {
    name: 'piece',
    message: { type: 'piece', piece: 7, offset: 16, data: Uint8Array.of(1, 2, 3) },
    bytes: '0000000c070000000700000010010203',
  },
  {
    name: 'cancel',
    message: { type: 'cancel', piece: 7, offset: 0, length: 16_384 },
    bytes: '0000000d08000000070000000000004000',
  },
  { name: 'suggest', message: { type: 'suggest', piece: 9 }, bytes: '000000050d00000009' },
  { name: 'have-all', message: { type: 'have-all' }, bytes: '000000010e' },
  { name: 'have-none', message: { type: 'have-none' }, bytes: '000000010f' },
  {
    name: 'reject',
    message: { type: 'reject', piece: 1, offset: 2, length: 3 },
    bytes: '0000000d10000000010000000200000003',
  },
  { name: 'allowed-fast', message: { type: 'allowed-fast', piece: 9 }, bytes: '000000051100000009' },
  { name: 'hash-request', message: { type: 'hash-request', ...range }, bytes: `0000003115${rangeHex}` },
  {
    name: 'hashes',
    message: { type: 'hashes', ...range, hashes: new Uint8Array(64).fill(0xbb) },
    bytes: `0000007116${rangeHex}${'bb'.repeat(64)}`,
  },
  { name: 'hash-reject', message: { type: 'hash-reject', ...range }, bytes: `0000003117${rangeHex}` },
  {
    name: 'extended handshake',
    message: {
      type: 'extended-handshake',
      m: new Map([
        ['fd_auth', 2],
        ['ut_metadata', 1],
      ]),
      metadataSize: 31_235,
      reqq: 1024,
      v: 'Flockdrop 0.1',
    },
    bytes:
      '0000005c1400"d1:md7:fd_authi2e11:ut_metadatai1ee13:metadata_sizei31235e4:reqqi1024e1:v13:Flockdrop 0.1e"',
  },
  {
    name: 'metadata request',
    message: { type: 'metadata-request', piece: 3 },
    bytes: '0000001b1401"d8:msg_typei0e5:piecei3ee"',
  },
  {
    name: 'metadata data',
    message: { type: 'metadata-data', piece: 0, totalSize: 4, data: utf8Encode('dead') },
    bytes: '0000002f1401"d8:msg_typei1e5:piecei0e10:total_sizei4ee""dead"',
  },
  {
    name: 'metadata reject',
    message: { type: 'metadata-reject', piece: 3 },
    bytes: '0000001b1401"d8:msg_typei2e5:piecei3ee"',
  },
  {
    name: 'proof of identity',
    message: { type: 'auth', publicKey: new Uint8Array(32).fill(1), signature: new Uint8Array(64).fill(2) },
    bytes: `000000701402"d1:k32:"${'01'.repeat(32)}"1:s64:"${'02'.repeat(64)}"e"`,
  },
  {
    name: 'leave',
    message: { type: 'leave', code: 'made-room' },
    bytes: '000000121403"d1:c9:made-roome"',
  },
  {
    name: 'signal of a lane',
    message: { type: 'lane-signal', lane: 5, signal: '{}' },
    bytes: '000000111404"d1:li5e1:s2:{}e"',
  },
  {
    name: 'end of a lane',
    message: { type: 'lane-closed', lane: 5, received: 12 },
    bytes: '000000111404"d1:ci12e1:li5ee"',
  },
];
