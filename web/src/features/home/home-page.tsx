import { useRest } from '../app/commands.ts';
import { DropZone } from './drop-zone.tsx';
import { OpenLink } from './open-link.tsx';

const POINTS = [
  ['No upload', 'Your files stay on your device and go straight to the people you send the link to.'],
  ['Everyone helps', 'Whoever opens the link passes on what they already have: more people, more speed.'],
  ['Every byte checked', 'Each piece is verified before it counts. Whoever sends bad data is shut out.'],
] as const;

export function HomePage() {
  const rest = useRest();
  return (
    <div className="flex flex-col gap-10">
      <div className="flex flex-col gap-6">
        <h1 className="max-w-xl text-3xl font-semibold tracking-tight text-balance sm:text-4xl">
          Drop files. Send one link. <span className="text-accent">The flock carries them.</span>
        </h1>
        <DropZone />
        <OpenLink />
      </div>
      {rest !== null && <rest.pages.RecentShares />}
      <ul className="grid gap-5 border-t border-line pt-8 sm:grid-cols-3">
        {POINTS.map(([title, text]) => (
          <li key={title}>
            <h3 className="font-semibold">{title}</h3>
            <p className="mt-1 text-sm text-pretty text-quiet">{text}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
