import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Messages of STUN (RFC 8489) and TURN (RFC 8656), as far as asking a server what it does needs them. It opens no
 * socket. What a server sends is not trusted: what does not parse is `null`.
 */
export const HEADER_LENGTH = 20;
const MAGIC_COOKIE = 0x2112a442;
const INTEGRITY_LENGTH = 24;

const METHODS = { binding: 0x001, allocate: 0x003, refresh: 0x004, 'create-permission': 0x008 } as const;
const CLASSES = ['request', 'indication', 'success', 'error'] as const;
const ATTRIBUTES = {
  username: 0x0006,
  'message-integrity': 0x0008,
  'error-code': 0x0009,
  lifetime: 0x000d,
  'xor-peer-address': 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  'xor-relayed-address': 0x0016,
  'requested-address-family': 0x0017,
  'requested-transport': 0x0019,
  'xor-mapped-address': 0x0020,
} as const;

export type Method = keyof typeof METHODS;
export type AttributeName = keyof typeof ATTRIBUTES;
export type Attribute = readonly [name: AttributeName, value: Uint8Array];

/** Written `192.0.2.1` or, in full and without shortening, `2001:db8:0:0:0:0:0:1`. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface StunMessage {
  readonly method: number;
  readonly class: (typeof CLASSES)[number];
  /** 12 bytes. */
  readonly transaction: Buffer;
  /** The first of each kind that we know, which is the one that counts. */
  readonly attributes: ReadonlyMap<AttributeName, Buffer>;
}

/** A new request's transaction id. */
export function newTransaction(): Buffer {
  return randomBytes(12);
}

/** The key of long-term credentials, for ASCII passwords. */
export function longTermKey(username: string, realm: string, password: string): Buffer {
  return createHash('md5').update(`${username}:${realm}:${password}`).digest();
}

/** A request; `key`: to be signed with. */
export function encodeRequest(
  method: Method,
  transaction: Uint8Array,
  attributes: readonly Attribute[],
  key?: Uint8Array,
): Buffer {
  const body = Buffer.concat(attributes.map(([name, value]) => encodeAttribute(name, value)));
  const header = (length: number) => {
    const bytes = Buffer.alloc(HEADER_LENGTH);
    bytes.writeUInt16BE(METHODS[method], 0);
    bytes.writeUInt16BE(length, 2);
    bytes.writeUInt32BE(MAGIC_COOKIE, 4);
    bytes.set(transaction, 8);
    return bytes;
  };
  if (key === undefined) return Buffer.concat([header(body.length), body]);
  // The length that is signed counts the signature.
  const signed = Buffer.concat([header(body.length + INTEGRITY_LENGTH), body]);
  return Buffer.concat([signed, encodeAttribute('message-integrity', signature(signed, key))]);
}

/** `null`: no STUN message, or one whose parts do not fit into it. */
export function decodeMessage(bytes: Buffer): StunMessage | null {
  if (bytes.length < HEADER_LENGTH) return null;
  const type = bytes.readUInt16BE(0);
  if (type > 0x3fff || bytes.readUInt32BE(4) !== MAGIC_COOKIE) return null;
  if (bytes.readUInt16BE(2) !== bytes.length - HEADER_LENGTH) return null;
  const kind = CLASSES[((type >> 7) & 2) | ((type >> 4) & 1)];
  const attributes = decodeAttributes(bytes);
  if (kind === undefined || attributes === null) return null;
  const method = ((type >> 2) & 0xf80) | ((type >> 1) & 0x70) | (type & 0x0f);
  return { method, class: kind, transaction: bytes.subarray(8, HEADER_LENGTH), attributes };
}

/** Whether a whole message carries a signature by this key. */
export function isSignedWith(bytes: Buffer, key: Uint8Array): boolean {
  for (const { type, at, value } of parts(bytes)) {
    if (type !== ATTRIBUTES['message-integrity']) continue;
    const signed = Buffer.from(bytes.subarray(0, at));
    signed.writeUInt16BE(at - HEADER_LENGTH + INTEGRITY_LENGTH, 2);
    const expected = signature(signed, key);
    return value.length === expected.length && timingSafeEqual(value, expected);
  }
  return false;
}

/** The value of an address attribute, hidden from meddling middleboxes as RFC 8489 section 14.2 says. */
export function encodeAddress({ host, port }: Address, transaction: Uint8Array): Buffer {
  const groups = host.includes(':')
    ? host.split(':').flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff])
    : host.split('.').map(Number);
  const value = Buffer.from([0, host.includes(':') ? 2 : 1, port >> 8, port & 0xff, ...groups]);
  return mask(value, transaction);
}

export function decodeAddress(value: Buffer, transaction: Uint8Array): Address | null {
  const family = value[1];
  if (value.length !== (family === 1 ? 8 : family === 2 ? 20 : -1)) return null;
  const plain = mask(value, transaction);
  const bytes = plain.subarray(4);
  const host =
    family === 1
      ? bytes.join('.')
      : Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16)).join(':');
  return { host, port: plain.readUInt16BE(2) };
}

/** Such as 401 with `Unauthorized`. */
export function errorOf(message: StunMessage): { readonly code: number; readonly reason: string } {
  const value = message.attributes.get('error-code');
  if (value === undefined || value.length < 4) return { code: 0, reason: 'no reason given' };
  const code = ((value[2] ?? 0) & 7) * 100 + (value[3] ?? 0);
  return { code, reason: value.subarray(4, 132).toString('utf8') };
}

function mask(value: Buffer, transaction: Uint8Array): Buffer {
  const cookie = Buffer.alloc(4);
  cookie.writeUInt32BE(MAGIC_COOKIE);
  const pad = Buffer.concat([cookie, transaction]);
  const portPad = [0, 0, cookie[0] ?? 0, cookie[1] ?? 0];
  return Buffer.from(value.map((byte, at) => byte ^ (portPad[at] ?? pad[at - 4] ?? 0)));
}

function signature(signed: Uint8Array, key: Uint8Array): Buffer {
  return createHmac('sha1', key).update(signed).digest();
}

function encodeAttribute(name: AttributeName, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  bytes.writeUInt16BE(ATTRIBUTES[name], 0);
  bytes.writeUInt16BE(value.length, 2);
  bytes.set(value, 4);
  return bytes;
}

function decodeAttributes(bytes: Buffer): Map<AttributeName, Buffer> | null {
  const names = new Map<number, AttributeName>();
  for (const [name, type] of Object.entries(ATTRIBUTES)) names.set(type, name as AttributeName);
  const found = new Map<AttributeName, Buffer>();
  let end = HEADER_LENGTH;
  for (const { type, value, next } of parts(bytes)) {
    const name = names.get(type);
    if (name !== undefined && !found.has(name)) found.set(name, value);
    end = next;
  }
  return end === bytes.length ? found : null;
}

/** Attributes in their order, up to the first that does not fit. */
function* parts(bytes: Buffer): Generator<{ type: number; at: number; value: Buffer; next: number }> {
  for (let at = HEADER_LENGTH; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt16BE(at + 2);
    const next = at + 4 + Math.ceil(length / 4) * 4;
    if (next > bytes.length) return;
    yield { type: bytes.readUInt16BE(at), at, value: bytes.subarray(at + 4, at + 4 + length), next };
    at = next;
  }
}
