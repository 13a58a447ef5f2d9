import { formatBytes } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useApp } from '../app/commands.ts';
import { ShareRow } from './share-row.tsx';

/** Everything this browser holds, and what room it takes. */
export function LibraryPage() {
  const shares = useApp((snapshot) => snapshot.shares) ?? [];
  const used = useApp((snapshot) => snapshot.storageUsed);
  const quota = useApp((snapshot) => snapshot.storageQuota);
  const resting = shares.find(({ diagnosis }) => diagnosis?.code === 'resting')?.diagnosis ?? null;
  const newestFirst = shares.toSorted((a, b) => b.addedAt - a.addedAt);
  return (
    <div className="flex flex-col gap-6">
      <h1 className="text-2xl font-semibold tracking-tight">In this browser</h1>
      {newestFirst.length === 0 ? (
        <p className="text-quiet">
          Nothing yet. What you share or download appears here, to resume, to pass on or to remove.
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {newestFirst.map((share) => (
            <ShareRow key={share.key} share={share} />
          ))}
        </ul>
      )}
      {resting !== null && <p className="text-sm text-pretty text-quiet">{resting.message}</p>}
      {used !== null && quota !== null && quota > 0 && (
        <section aria-label="Storage" className="flex flex-col gap-2">
          <ProgressBar value={Math.min(1, used / quota)} label="Storage used" thin />
          <p className="text-sm text-quiet tabular-nums">
            {formatBytes(used)} used; the browser offers {formatBytes(Math.max(0, quota - used))} more.
          </p>
        </section>
      )}
    </div>
  );
}
