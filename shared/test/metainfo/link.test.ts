import { describe, expect, it } from 'vitest';
import { fromHex, toBase64Url, toHex } from '../../src/bytes/index.ts';
import { formatLink, formatMagnet, parseLink } from '../../src/metainfo/index.ts';

const infoHash = Uint8Array.from({ length: 32 }, (_, n) => n * 8);
const hash = toBase64Url(infoHash);
const hex = toHex(infoHash);

describe('a share link', () => {
  it('carries everything in the fragment', () => {
    const link = formatLink('https://drop.example/', { infoHash, name: 'ä & b', length: 12, key: 'k-_9' });
    expect(link).toBe(`https://drop.example/#s=${hash}&dn=%C3%A4%20%26%20b&xl=12&k=k-_9`);
  });

  it.each([
    [{ infoHash }],
    [{ infoHash, name: 'holiday photos' }],
    [{ infoHash, name: '100%+&=#ä😀', length: 0, key: 'abc' }],
  ])('leads back to what it was made of: %j', (share) => {
    expect(parseLink(formatLink('https://drop.example', share))).toEqual(share);
  });

  it.each([
    ['ours, anywhere', `http://localhost:1/any/path?q#s=${hash}`],
    ['with other parameters', `https://a/#up=1&s=${hash}&go&down=%zz`],
    ['the fragment alone', `#s=${hash}`],
    ['its hash in hex', `https://a/#s=${hex}`],
    ['a bare hash in hex', hex.toUpperCase()],
    ['a bare hash in base64url, with space around', ` ${hash}\n`],
    ['a magnet', `magnet:?xt=urn:btmh:1220${hex}`],
    ['a hybrid magnet', `magnet:?xt=urn:btih:${'a'.repeat(40)}&xt=urn:btmh:1220${hex}&tr=wss%3A%2F%2Fx`],
    ['a numbered magnet', `MAGNET:?xt.1=urn:btih:${'a'.repeat(40)}&xt.2=URN:BTMH:1220${hex.toUpperCase()}`],
    ['claims that do not decode', `https://a/#s=${hash}&dn=%ff&xl=-4`],
    ['a length that no number holds', `https://a/#s=${hash}&xl=99999999999999999999`],
  ])('is understood: %s', (_what, text) => {
    expect(parseLink(text)).toEqual({ infoHash: fromHex(hex) });
  });

  it('shows no name that could mislead', () => {
    const text = `https://a/#s=${hash}&dn=${encodeURIComponent('../\u202egpj.exe\u0000')}`;
    expect(parseLink(text).name).toBe('.._gpj.exe');
  });

  it.each([
    ['nothing', ''],
    ['some other page', 'https://example.com/'],
    ['an empty fragment', 'https://a/#'],
    ['a hash cut short', `https://a/#s=${hash.slice(1)}`],
    ['a hash too long', `${hex}00`],
    ['padded base64', `${hash}=`],
    ['two different shares', `#s=${hash}&s=${hash.replace(/^./, 'B')}`],
    ['a magnet of something else', 'magnet:?xt=urn:sha1:ABC'],
    ['a magnet with another multihash', `magnet:?xt=urn:btmh:1114${hex}`],
    ['two different magnets', `magnet:?xt=urn:btmh:1220${hex}&xt=urn:btmh:1220${'0'.repeat(64)}`],
    ['a damaged key', `#s=${hash}&k=a%20b`],
    ['an endless link', `#s=${hash}&dn=${'x'.repeat(9_000)}`],
  ])('is refused: %s', (_what, text) => {
    expect(() => parseLink(text)).toThrowError(expect.objectContaining({ code: 'bad-link' }));
  });

  it('says when a magnet is of a v1 torrent', () => {
    const text = `magnet:?xt=urn:btih:${'a'.repeat(40)}&dn=old`;
    expect(() => parseLink(text)).toThrowError(expect.objectContaining({ code: 'v1-only' }));
  });

  it('becomes a magnet without its key', () => {
    const magnet = formatMagnet({ infoHash, name: 'a b', length: 3, key: 'secret' });
    expect(magnet).toBe(`magnet:?xt=urn:btmh:1220${hex}&dn=a%20b&xl=3`);
  });
});
