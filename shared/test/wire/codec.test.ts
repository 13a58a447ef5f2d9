import { describe, expect, test } from 'vitest';
import {
  encodeMessage,
  encodePiece,
  LOCAL_EXTENSION_IDS,
  MessageDecoder,
  type PeerMessage,
  PIECE_HEADER_LENGTH,
  WireError,
} from '../../src/wire/index.ts';
import { CASES, HANDSHAKE, spelled } from './cases.ts';

/** A decoder that has seen the handshake. */
function shaken(): MessageDecoder {
  const decoder = new MessageDecoder();
  decoder.push(spelled(HANDSHAKE.bytes));
  return decoder;
}

/** Compared by value: a view of a chunk equals a copy of the same bytes. */
function plain(messages: readonly PeerMessage[]): unknown {
  return structuredClone(messages);
}

describe.each([HANDSHAKE, ...CASES])('$name', ({ name, message, bytes }) => {
  const whole = spelled(bytes);
  const fresh = () => (name === 'handshake' ? new MessageDecoder() : shaken());

  test('is written as the BEP says', () => {
    expect(encodeMessage(message, LOCAL_EXTENSION_IDS)).toEqual(whole);
  });

  test('is read whole', () => {
    expect(plain(fresh().push(whole))).toEqual(plain([message]));
  });

  test('is read byte by byte, and not a byte too early', () => {
    const decoder = fresh();
    for (const byte of whole.slice(0, -1)) expect(decoder.push(Uint8Array.of(byte))).toEqual([]);
    expect(plain(decoder.push(whole.slice(-1)))).toEqual(plain([message]));
  });

  test('is read in two chunks, wherever they part', () => {
    for (let cut = 1; cut < whole.length; cut++) {
      const decoder = fresh();
      const messages = [...decoder.push(whole.slice(0, cut)), ...decoder.push(whole.slice(cut))];
      expect(plain(messages)).toEqual(plain([message]));
    }
  });

  test('is read with what follows it', () => {
    const decoder = fresh();
    const trailing = spelled('0000000101 0000000504'.replace(' ', ''));
    expect(plain(decoder.push(Uint8Array.of(...whole, ...trailing)))).toEqual(
      plain([message, { type: 'unchoke' }]),
    );
    expect(plain(decoder.push(spelled('00000007')))).toEqual([{ type: 'have', piece: 7 }]);
  });
});

test('a block that comes in one chunk is a view of it, not a copy', () => {
  const chunk = spelled('0000000c070000000700000010010203');
  const [message] = shaken().push(chunk);
  expect(message?.type === 'piece' && message.data.buffer === chunk.buffer).toBe(true);
});

test('extended messages travel under the ids of the other side', () => {
  const bytes = encodeMessage({ type: 'metadata-request', piece: 0 }, { ut_metadata: 77 });
  expect(bytes[5]).toBe(77);
  expect(() => encodeMessage({ type: 'metadata-request', piece: 0 }, {})).toThrow(RangeError);
});

test('messages nobody knows are skipped', () => {
  const messages = shaken().push(spelled('0000000309aabb' + '000000031463ff' + '0000000101'));
  expect(messages).toEqual([{ type: 'unknown', id: 9 }, { type: 'unknown', id: 99 }, { type: 'unchoke' }]);
});

test.each([
  ['with a piece', '0000001b1401"d8:msg_typei9e5:piecei3ee"'],
  ['without a piece', '000000121401"d8:msg_typei99ee"'],
  ['of no kind', '000000041401"de"'],
])('an unknown kind of metadata message is ignored (BEP 9): %s', (_, bytes) => {
  const messages = shaken().push(spelled(`${bytes}0000000101`));
  expect(messages).toEqual([{ type: 'unknown', id: 1 }, { type: 'unchoke' }]);
});

test('a long message in small parts takes no more room than twice what has come of it', () => {
  const decoder = shaken();
  expect(decoder.push(spelled('0008000105'))).toEqual([]);
  let received = 5;
  for (; received < 5 + 512 * 1024 - 1; received++) {
    decoder.push(Uint8Array.of(received & 0xff));
    if (decoder.keptBytes > 2 * received) break;
  }
  expect(received).toBe(5 + 512 * 1024 - 1);
  expect(decoder.keptBytes).toBeLessThanOrEqual(5 + 512 * 1024);
  const [message] = decoder.push(Uint8Array.of(7));
  expect(message?.type === 'bitfield' && [message.bytes.length, message.bytes.at(-1)]).toEqual([524_288, 7]);
  expect(decoder.keptBytes).toBe(0);
});

test('a message that is only announced takes no room', () => {
  const decoder = shaken();
  decoder.push(spelled('0002000907'));
  expect(decoder.keptBytes).toBeLessThanOrEqual(10);
});

test('a client string is cut to 64 characters, hostile numbers are dropped', () => {
  const body = `d1:md1:ai0e1:bi999ee13:metadata_sizei-5e1:v80:${'x'.repeat(80)}e`;
  const length = (body.length + 2).toString(16).padStart(8, '0');
  const [message] = shaken().push(spelled(`${length}1400"${body}"`));
  expect(message).toEqual({ type: 'extended-handshake', m: new Map([['a', 0]]), v: 'x'.repeat(64) });
});

test.each([
  ['another protocol', '13"BitTorrent protokoll"', 'bad-handshake'],
  ['HTTP', '"GET / HTTP/1.1"', 'bad-handshake'],
])('%s is refused at its first wrong byte', (_, bytes, code) => {
  expect(() => new MessageDecoder().push(spelled(bytes))).toThrow(expect.objectContaining({ code }));
});

test.each([
  ['a block of more than 128 KiB', '0002000a07', 'too-long'],
  ['a message of 4 GiB', 'ffffffff07', 'too-long'],
  ['a bitfield of 513 KiB', '0008040105', 'too-long'],
  ['an unknown message of 1 MiB', '0010000009', 'too-long'],
  ['an extended message of 1 MiB', '0010000014', 'too-long'],
  ['hashes of 1 MiB', '0010000016', 'too-long'],
  ['a have without a piece', '0000000104', 'bad-length'],
  ['a have with more', '000000060401020304ff', 'too-long'],
  ['a choke with more', '0000000200ff', 'too-long'],
  ['a block without data', '0000000907', 'bad-length'],
  ['a request for nothing', '0000000d06000000070000000000000000', 'bad-value'],
  ['a request for 1 MiB', '0000000d06000000070000000000100000', 'bad-value'],
  ['a part of a hash', `0000003216${'00'.repeat(49)}`, 'bad-length'],
  ['an extended message without a dictionary', '000000041400"xx"', 'bad-extended'],
  ['a list instead of a dictionary', '000000041400"le"', 'bad-extended'],
  ['a metadata request without piece', '000000111401"d8:msg_typei0ee"', 'bad-extended'],
  ['metadata without piece', '000000211401"d8:msg_typei1e10:total_sizei4ee"', 'bad-extended'],
  ['a metadata reject without piece', '000000111401"d8:msg_typei2ee"', 'bad-extended'],
  ['a lane without a number', '000000091404"d1:s0:e"', 'bad-extended'],
  ['a lane with nothing to say', '0000000a1404"d1:li5ee"', 'bad-extended'],
  ['a proof with a short key', '000000121402"d1:k2:aa1:s2:bbe"', 'bad-extended'],
])('%s breaks the stream', (_, bytes, code) => {
  const decoder = shaken();
  expect(() => decoder.push(spelled(bytes))).toThrow(expect.objectContaining({ name: 'WireError', code }));
  expect(() => decoder.push(spelled('0000000101'))).toThrow(WireError);
});

test('beside the first lane there are pieces and nothing else, not even a handshake', () => {
  const piece = '0000000c070000000700000010010203';
  expect(new MessageDecoder('pieces').push(spelled(piece))).toEqual([
    { type: 'piece', piece: 7, offset: 16, data: Uint8Array.of(1, 2, 3) },
  ]);
  for (const bytes of ['00000000ff', '0000000101', '0000000d06', HANDSHAKE.bytes])
    expect(() => new MessageDecoder('pieces').push(spelled(bytes))).toThrow(WireError);
});

test('a piece written into a buffer of the caller is the same message', () => {
  const message = { type: 'piece', piece: 70_000, offset: 65_536, data: new Uint8Array([1, 2, 3]) } as const;
  const buffer = new Uint8Array(100).fill(9);
  const frame = encodePiece(message, buffer);
  expect(frame.buffer).toBe(buffer.buffer);
  expect(frame).toEqual(encodeMessage(message, {}));
  expect(() => encodePiece(message, new Uint8Array(PIECE_HEADER_LENGTH + 2))).toThrow(RangeError);
});
