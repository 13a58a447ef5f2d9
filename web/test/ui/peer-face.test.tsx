import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { PeerBadge } from '../../src/ui/peer-badge.tsx';
import { peerFace, peerName } from '../../src/ui/peer-face.ts';

/** UUIDs as keys give them: alike nowhere, and, worse, alike but for one digit. */
const ids = Array.from(
  { length: 200 },
  (_, at) => `0f9d1c2a-4b7e-5d3c-8f21-${at.toString(16).padStart(12, '0')}`,
);

test('a name never changes: people remember it', () =>
  expect(ids.slice(0, 3).map(peerName)).toMatchInlineSnapshot(`
    [
      "Lucky Kingfisher",
      "Patient Robin",
      "Merry Grouse",
    ]
  `));

test('a name is two words', () => {
  for (const id of [...ids, '', 'not a UUID']) expect(peerName(id)).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
});

test('few of 200 peers share a name', () => expect(new Set(ids.map(peerName)).size).toBeGreaterThan(185));

test('a face is the same every time, and another for others', () => {
  expect(ids.map(peerFace)).toEqual(ids.map(peerFace));
  expect(new Set(ids.map((id) => JSON.stringify(peerFace(id)))).size).toBeGreaterThan(190);
});

test('a bird stands out from its ground', () => {
  for (const { hue, bodyHue } of ids.map(peerFace)) {
    const apart = Math.abs(hue - bodyHue);
    expect(Math.min(apart, 360 - apart)).toBeGreaterThanOrEqual(80);
  }
});

test('a badge says nothing to a screen reader, and holds nothing of the UUID', () => {
  const [id = ''] = ids;
  const svg = renderToStaticMarkup(<PeerBadge id={id} />);
  expect(svg).toContain('aria-hidden="true"');
  expect(svg).not.toContain(id.slice(0, 8));
});
