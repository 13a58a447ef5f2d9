import { useText } from '../../text/index.ts';

/** What this is, for whoever has never shared anything here: one sentence and one picture. */
export function FirstVisit() {
  const text = useText();
  return (
    <div className="flex flex-col-reverse items-start gap-4 sm:flex-row sm:items-center sm:gap-8">
      <p className="max-w-md text-lg text-pretty text-quiet">{text('home.first')}</p>
      <Picture />
    </div>
  );
}

/** A file on one device, its link on the way, and others who carry it on. */
function Picture() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 240 96"
      fill="none"
      strokeWidth="2.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="w-56 shrink-0 text-quiet rtl:-scale-x-100"
    >
      <g className="stroke-accent" strokeDasharray="1 7">
        <path d="M70 48H108M132 42 178 20M132 54 178 78M192 36V62" />
      </g>
      <rect x="8" y="24" width="56" height="40" rx="6" className="fill-card stroke-current" />
      <path d="M2 72H70" className="stroke-current" />
      <path d="M28 34h10l8 8v14H28Z" className="fill-accent-soft stroke-accent" />
      <circle cx="120" cy="48" r="14" className="fill-accent" />
      <path
        d="m116 52 8-8m-9 1-2 2a5 5 0 0 0 7 7l2-2m-3-8 2-2a5 5 0 0 1 7 7l-2 2"
        strokeWidth="2"
        className="stroke-accent-ink"
      />
      {[
        [178, 4],
        [178, 64],
      ].map(([x, y]) => (
        <g key={y}>
          <rect x={x} y={y} width="28" height="30" rx="6" className="fill-card stroke-current" />
          <path d={`M${Number(x) + 9} ${Number(y) + 15}l4 4 7-8`} className="stroke-accent" />
        </g>
      ))}
    </svg>
  );
}
