import { useText } from '../../text/index.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useApp } from '../app/commands.ts';
import { problemWords } from '../app/problem-words.ts';
import { ShareRow } from './share-row.tsx';

/** Everything this browser holds, and what room it takes. */
export function LibraryPage() {
  const text = useText();
  const shares = useApp((snapshot) => snapshot.shares) ?? [];
  const used = useApp((snapshot) => snapshot.storageUsed);
  const quota = useApp((snapshot) => snapshot.storageQuota);
  const resting = shares.find(({ diagnosis }) => diagnosis?.code === 'resting')?.diagnosis ?? null;
  const newestFirst = shares.toSorted((a, b) => b.addedAt - a.addedAt);
  return (
    <div className="flex flex-col gap-6">
      <h1 className="text-2xl font-semibold tracking-tight">{text('library.title')}</h1>
      {newestFirst.length === 0 ? (
        <p className="text-quiet">{text('library.empty')}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {newestFirst.map((share) => (
            <ShareRow key={share.key} share={share} />
          ))}
        </ul>
      )}
      {resting !== null && <p className="text-sm text-pretty text-quiet">{problemWords(text, resting)}</p>}
      {used !== null && quota !== null && quota > 0 && (
        <section aria-label={text('library.storage')} className="flex flex-col gap-2">
          <ProgressBar value={Math.min(1, used / quota)} label={text('library.storage.used')} thin />
          <p className="text-sm text-quiet tabular-nums">
            {text('library.storage.words', {
              used: text.bytes(used),
              left: text.bytes(Math.max(0, quota - used)),
            })}
          </p>
        </section>
      )}
    </div>
  );
}
