import { fromBase64Url, fromHex, toBase64Url, toHex } from '../bytes/index.ts';
import { fail } from './errors.ts';
import type { Info } from './info.ts';
import { safeName } from './names.ts';

/**
 * The ways to name a share in a line of text: our link, a magnet (BEP 9, BEP 52), a bare info-hash. What a link
 * says besides the info-hash is a claim, shown before joining and never relied on.
 */
export interface ShareLink {
  /** v2 info-hash, 32 bytes. */
  readonly infoHash: Uint8Array;
  readonly name?: string;
  /** Bytes of all files. */
  readonly length?: number;
  /** Key of a sealed share, base64url. */
  readonly key?: string;
}

const MAX_LINK_LENGTH = 8_192;
const INFO_HASH_LENGTH = 32;
/** A SHA-256 multihash in hex: function 0x12, 0x20 bytes. */
const BTMH = /^urn:btmh:1220([0-9a-f]{64})$/i;
const BTIH = /^urn:btih:/i;
const KEY_TEXT = /^[A-Za-z0-9_-]{1,128}$/;

/** `<origin>/#s=…&dn=…&xl=…`: all of it in the fragment, which no server sees. */
export function formatLink(origin: string, { infoHash, name, length, key }: ShareLink): string {
  const parameters = [
    `s=${toBase64Url(infoHash)}`,
    ...claims(name, length),
    ...(key === undefined ? [] : [`k=${key}`]),
  ];
  return `${origin.replace(/\/+$/, '')}/#${parameters.join('&')}`;
}

/** A magnet for any client: v1 and v2 info-hash where both are known. A sealed share's key does not go in. */
export function formatMagnet(share: Info | ShareLink): string {
  const isInfo = 'infoHashV2' in share;
  const infoHash = isInfo ? share.infoHashV2 : share.infoHash;
  const v1 = isInfo ? share.infoHashV1 : null;
  const parameters = [
    ...(v1 === null ? [] : [`xt=urn:btih:${toHex(v1)}`]),
    `xt=urn:btmh:1220${toHex(infoHash)}`,
    ...claims(share.name, isInfo ? undefined : share.length),
  ];
  return `magnet:?${parameters.join('&')}`;
}

function claims(name: string | undefined, length: number | undefined): readonly string[] {
  return [
    ...(name === undefined ? [] : [`dn=${encodeURIComponent(safeName(name))}`]),
    ...(length === undefined ? [] : [`xl=${length}`]),
  ];
}

/**
 * Reads our link under any origin, a magnet with a v2 info-hash, or a bare info-hash (64 hex digits or 43
 * base64url characters). Unknown parameters are ignored, and so are unreadable claims.
 * @throws MetainfoError `bad-link`, `v1-only`
 */
export function parseLink(text: string): ShareLink {
  const link = text.trim();
  if (link.length > MAX_LINK_LENGTH) fail('bad-link', 'The link is too long to be one of ours.');
  if (/^magnet:\?/i.test(link)) return parseMagnet(link.slice('magnet:?'.length));
  const hash = link.indexOf('#');
  if (hash >= 0) return parseFragment(link.slice(hash + 1));
  return { infoHash: infoHashOf(link) };
}

function parseFragment(fragment: string): ShareLink {
  const parameters = parseParameters(fragment);
  const shares = new Set(parameters.filter(([name]) => name === 's').map(([, value]) => value));
  const [share] = shares;
  if (share === undefined || shares.size > 1) return refuse();
  const key = claimOf(parameters, 'k');
  if (key !== undefined && !KEY_TEXT.test(key)) {
    fail('bad-link', 'The key in the link is damaged. Copy the whole link again.');
  }
  return { infoHash: infoHashOf(share), ...claimsOf(parameters), ...(key === undefined ? {} : { key }) };
}

function parseMagnet(query: string): ShareLink {
  const parameters = parseParameters(query);
  // `xt.1`, `xt.2` are the numbered form of several topics.
  const topics = parameters.filter(([name]) => /^xt(?:\.\d+)?$/.test(name)).map(([, value]) => value);
  const hashes = new Set(topics.flatMap((topic) => BTMH.exec(topic)?.[1]?.toLowerCase() ?? []));
  const [hash] = hashes;
  if (hash !== undefined && hashes.size === 1) return { infoHash: infoHashOf(hash), ...claimsOf(parameters) };
  if (hashes.size === 0 && topics.some((topic) => BTIH.test(topic))) {
    fail('v1-only', 'This magnet link names a v1 torrent only. Ask for a hybrid or v2 one.');
  }
  return refuse();
}

function infoHashOf(text: string): Uint8Array {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? fromHex(text) : fromBase64Url(text);
  return bytes?.length === INFO_HASH_LENGTH ? bytes : refuse();
}

function refuse(): never {
  return fail('bad-link', 'This is not a share link, or it is incomplete. Copy the whole link again.');
}

function claimsOf(parameters: readonly Parameter[]): Pick<ShareLink, 'name' | 'length'> {
  const name = claimOf(parameters, 'dn');
  const length = claimOf(parameters, 'xl');
  const isLength = length !== undefined && /^\d{1,16}$/.test(length) && Number.isSafeInteger(Number(length));
  return {
    ...(name === undefined || name === '' ? {} : { name: safeName(name) }),
    ...(isLength ? { length: Number(length) } : {}),
  };
}

type Parameter = readonly [name: string, value: string];

/** `a=b&c=d` with percent-encoded UTF-8; a parameter that does not decode is left out. */
function parseParameters(text: string): readonly Parameter[] {
  return text.split('&').flatMap((part): readonly Parameter[] => {
    const equals = part.indexOf('=');
    if (equals < 0) return [];
    try {
      return [[part.slice(0, equals), decodeURIComponent(part.slice(equals + 1).replaceAll('+', ' '))]];
    } catch {
      return [];
    }
  });
}

function claimOf(parameters: readonly Parameter[], name: string): string | undefined {
  return parameters.find(([known]) => known === name)?.[1];
}
