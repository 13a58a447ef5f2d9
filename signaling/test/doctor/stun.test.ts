import { describe, expect, test } from 'vitest';
import {
  type Address,
  decodeAddress,
  decodeMessage,
  encodeAddress,
  encodeRequest,
  errorOf,
  isSignedWith,
  longTermKey,
} from '../../src/doctor/stun.ts';

/** Test vectors of RFC 5769. */
const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
const TRANSACTION = hex('b7e7a701bc34d686fa87dfae');
const SHORT_TERM_KEY = Buffer.from('VOkJxbRl1RmTxUk/WvJxBt');
const REQUEST = hex(`
  00010058 2112a442 b7e7a701bc34d686fa87dfae 80220010 5354554e207465737420636c69656e74 00240004 6e0001ff
  80290008 932ff9b151263b36 00060009 6576746a3a68367659202020
  00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2 80280004 e57a3bcf`);
const IPV4_RESPONSE = hex(`
  0101003c 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220 00200008 0001a147e112a643
  00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004 c07d4c96`);
const IPV6_RESPONSE = hex(`
  01010048 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220
  00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9
  00080014 a382954e4be67bf11784c97c8292c275bfe3ed41 80280004 c8fb0b4c`);
const LONG_TERM_REQUEST = hex(`
  00010060 2112a442 78ad3433c6ad72c029da412e 00060012 e3839ee38388e383aae38383e382afe382b90000
  0015001c 662f2f3439396b39353464364f4c33346f4c39465354767936347341 0014000b 6578616d706c652e6f726700
  00080014 f67024656dd64a3e02b8e0712e85c9a28ca89666`);

const ADDRESSES: readonly [string, Buffer, Address][] = [
  ['IPv4', IPV4_RESPONSE, { host: '192.0.2.1', port: 32_853 }],
  ['IPv6', IPV6_RESPONSE, { host: '2001:db8:1234:5678:11:2233:4455:6677', port: 32_853 }],
];

describe('RFC 5769', () => {
  test('2.1: a request is read, and known by its key', () => {
    const message = decodeMessage(REQUEST);
    expect(message).toMatchObject({ method: 1, class: 'request', transaction: TRANSACTION });
    expect(String(message?.attributes.get('username'))).toBe('evtj:h6vY');
    expect(isSignedWith(REQUEST, SHORT_TERM_KEY)).toBe(true);
    expect(isSignedWith(REQUEST, Buffer.from('another'))).toBe(false);
  });

  test.each(ADDRESSES)('2.2 and 2.3: a response names an %s address', (_, bytes, address) => {
    const message = decodeMessage(bytes);
    expect(message?.class).toBe('success');
    expect(isSignedWith(bytes, SHORT_TERM_KEY)).toBe(true);
    const value = message?.attributes.get('xor-mapped-address') ?? Buffer.alloc(0);
    expect(decodeAddress(value, TRANSACTION)).toEqual(address);
    expect(encodeAddress(address, TRANSACTION)).toEqual(value);
  });

  test('2.4: a request with long-term credentials is written byte for byte', () => {
    const [username, realm] = ['マトリックス', 'example.org'];
    const written = encodeRequest(
      'binding',
      hex('78ad3433c6ad72c029da412e'),
      [
        ['username', Buffer.from(username)],
        ['nonce', Buffer.from('f//499k954d6OL34oL9FSTvy64sA')],
        ['realm', Buffer.from(realm)],
      ],
      longTermKey(username, realm, 'TheMatrIX'),
    );
    expect(written).toEqual(LONG_TERM_REQUEST);
  });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a page', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['another cookie', hex('01010000 2112a443 b7e7a701bc34d686fa87dfae')],
  ['less than its length', IPV4_RESPONSE.subarray(0, -4)],
  ['more than its length', Buffer.concat([IPV4_RESPONSE, Buffer.alloc(4)])],
  ['an attribute that does not fit', hex('01010004 2112a442 b7e7a701bc34d686fa87dfae 00200008')],
  ['the rest of an attribute', hex('01010002 2112a442 b7e7a701bc34d686fa87dfae 0020')],
])('%s is no message', (_, bytes) => {
  expect(decodeMessage(bytes)).toBeNull();
});

test('an address of a strange family or length is none', () => {
  expect(decodeAddress(hex('0003a147e112a643'), TRANSACTION)).toBeNull();
  expect(decodeAddress(hex('0002a147e112a643'), TRANSACTION)).toBeNull();
  expect(decodeAddress(hex('0001'), TRANSACTION)).toBeNull();
});

test('an error says its code, and what has none says so', () => {
  const refusal = decodeMessage(
    hex('0113000c 2112a442 b7e7a701bc34d686fa87dfae 00090006 00000401 4e6f 0000'),
  );
  expect(refusal === null ? null : errorOf(refusal)).toEqual({ code: 401, reason: 'No' });
  const bare = decodeMessage(hex('01130000 2112a442 b7e7a701bc34d686fa87dfae'));
  expect(bare === null ? null : errorOf(bare)).toMatchObject({ code: 0 });
});
