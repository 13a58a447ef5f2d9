import { memo } from 'react';
import { type PeerFace, peerFace } from './peer-face.ts';

/** A face for a UUID: the same bird for the same peer, everywhere. Its name stands beside it. */
export const PeerBadge = memo(function PeerBadge({
  id,
  small = false,
}: {
  readonly id: string;
  readonly small?: boolean;
}) {
  const face = peerFace(id);
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 36 36"
      className={`block shrink-0 rounded-full ${small ? 'size-6' : 'size-9'}`}
    >
      <rect width="36" height="36" fill={`oklch(0.86 0.07 ${face.hue})`} />
      <g transform={face.looksLeft ? 'translate(36 0) scale(-1 1)' : undefined}>
        <Bird face={face} />
      </g>
    </svg>
  );
});

/** It looks to the right, and is cut off by the edge like a portrait. */
function Bird({ face: { bodyHue, crest, wing } }: { readonly face: PeerFace }) {
  const body = `oklch(0.52 0.12 ${bodyHue})`;
  return (
    <>
      {crest !== 'none' && <path d={CRESTS[crest]} fill={body} />}
      <path d="M25 13 33 16 25 19Z" fill="oklch(0.72 0.15 65)" />
      <path d="M4 40C4 27 9 22 11 16a7.6 7.6 0 0 1 15-1c1 6-1 8 0 13 1 4 2 8 2 12Z" fill={body} />
      <path d={WINGS[wing]} fill={`oklch(0.66 0.12 ${bodyHue})`} />
      <circle cx="20.5" cy="14" r="2.4" fill="#fff" />
      <circle cx="21.2" cy="14" r="1.3" fill="#1b211f" />
    </>
  );
}

const CRESTS = {
  tuft: 'M19 9C17 5 13 4 9 5c3 1 4 3 5 7Z',
  crown: 'M13 9 13 4 16 6 18.5 2.5 20.5 6 24 4.5 23 10Z',
} as const;

const WINGS = {
  round: 'M6 36c1-8 6-11 13-10-1 6-4 10-9 12Z',
  long: 'M5 38c0-9 3-13 8-15 3 6 2 11-2 17Z',
} as const;
