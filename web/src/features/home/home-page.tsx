import { rich, useText } from '../../text/index.ts';
import { useApp, useRest } from '../app/commands.ts';
import { DropZone } from './drop-zone.tsx';
import { FirstVisit } from './first-visit.tsx';
import { OpenLink } from './open-link.tsx';

const POINTS = ['upload', 'everyone', 'checked'] as const;

export function HomePage() {
  const rest = useRest();
  const text = useText();
  const isNew = useApp((snapshot) => snapshot.isNew);
  return (
    <div className="flex flex-col gap-10">
      <div className="flex flex-col gap-6">
        <h1 className="max-w-xl text-3xl font-semibold tracking-tight text-balance sm:text-4xl">
          {rich(text, 'home.headline', {
            accent: (children) => <span className="text-accent sm:inline-block">{children}</span>,
          })}
        </h1>
        {rest !== null && <rest.pages.Arrivals />}
        {isNew === true && <FirstVisit />}
        <DropZone />
        <OpenLink />
      </div>
      {rest !== null && <rest.pages.RecentShares />}
      {(rest !== null || isNew === true) && <Points />}
    </div>
  );
}

/** Never before what may stand above them: who comes back would see them move. */
function Points() {
  const text = useText();
  return (
    <ul className="grid gap-5 border-t border-line pt-8 sm:grid-cols-3">
      {POINTS.map((point) => (
        <li key={point}>
          <h2 className="font-semibold">{text(`home.point.${point}`)}</h2>
          <p className="mt-1 text-sm text-pretty text-quiet">{text(`home.point.${point}.text`)}</p>
        </li>
      ))}
    </ul>
  );
}
