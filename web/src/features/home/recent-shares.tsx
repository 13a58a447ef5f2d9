import { useText } from '../../text/index.ts';
import { useApp } from '../app/commands.ts';
import { ShareRow } from '../library/share-row.tsx';

const RECENT = 3;

/** The latest that this browser holds; nothing where it holds none. */
export function RecentShares() {
  const text = useText();
  const shares = useApp((snapshot) => snapshot.shares) ?? [];
  if (shares.length === 0) return null;
  const recent = shares.toSorted((a, b) => b.addedAt - a.addedAt).slice(0, RECENT);
  return (
    <section aria-label={text('library.recent')}>
      <h2 className="mb-3 font-semibold">{text('library.title')}</h2>
      <ul className="flex flex-col gap-2">
        {recent.map((share) => (
          <ShareRow key={share.key} share={share} />
        ))}
      </ul>
    </section>
  );
}
