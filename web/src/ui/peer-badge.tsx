/** A face for a UUID: the same two colours and tilt for the same peer, everywhere. */
export function PeerBadge({ id }: { readonly id: string }) {
  const number = Number.parseInt(id.slice(0, 8), 16) || 0;
  const hue = number % 360;
  const turn = (number >> 9) % 180;
  return (
    <span
      aria-hidden
      className="block size-9 shrink-0 rounded-full"
      style={{
        background: `linear-gradient(${turn}deg, oklch(0.72 0.13 ${hue}), oklch(0.5 0.13 ${(hue + 70) % 360}))`,
      }}
    />
  );
}
