import { describe, expect, test } from 'vitest';
import { routeOf } from '../../src/features/app/route.ts';

const HASH = 'A'.repeat(43);

describe('the fragment names the page', () => {
  test.each([
    ['', { page: 'home' }],
    ['#/', { page: 'home' }],
    ['#/library', { page: 'library' }],
    ['#/settings', { page: 'settings' }],
    ['#/share/0f9d-k_1', { page: 'share', key: '0f9d-k_1' }],
    ['#/nowhere', { page: 'home' }],
    ['#/share/../x', { page: 'home' }],
  ])('%s', (hash, route) => expect(routeOf(hash)).toEqual(route));

  test('limits for this tab may follow any page', () => {
    expect(routeOf('#/settings&up=1000')).toEqual({ page: 'settings' });
    expect(routeOf('#up=2000000&down=0')).toEqual({ page: 'home' });
  });
});

describe('a share link in the address', () => {
  test('is passed on whole, whatever else stands in it', () => {
    const hash = `#s=${HASH}&dn=a%26b&xl=5&up=1`;
    expect(routeOf(hash)).toEqual({ page: 'link', text: hash, start: false });
  });

  test('is a link wherever the hash stands, even a damaged one', () => {
    expect(routeOf(`#dn=x&s=${HASH}`)).toMatchObject({ page: 'link' });
    expect(routeOf('#s=')).toMatchObject({ page: 'link' });
    expect(routeOf('#dn=s=x')).toEqual({ page: 'home' });
  });

  test('starts at once only when told so', () => {
    expect(routeOf(`#s=${HASH}&go=1`)).toMatchObject({ start: true });
    expect(routeOf(`#go=1&s=${HASH}`)).toMatchObject({ start: true });
    expect(routeOf(`#s=${HASH}&go=12`)).toMatchObject({ start: false });
    expect(routeOf(`#s=${HASH}&ego=1`)).toMatchObject({ start: false });
  });
});

describe('a magnet that the system hands over', () => {
  const MAGNET = 'magnet:?xt=urn:btmh:1220ab&dn=a b';

  test.each([MAGNET, `web+${MAGNET}`])('%s is opened as if it had been pasted', (uri) => {
    const hash = `#open=${encodeURIComponent(uri)}`;
    expect(routeOf(hash)).toEqual({ page: 'link', text: MAGNET, start: false });
  });

  test('is refused as a link, and nothing worse, when it is damaged', () => {
    expect(routeOf('#open=%E0%A4%A')).toEqual({ page: 'link', text: '%E0%A4%A', start: false });
  });
});
