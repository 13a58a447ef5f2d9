import { Pause, Play } from 'lucide-react';
import { memo } from 'react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { type Text, useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { joinFacts } from '../../ui/format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useCommands } from '../app/commands.ts';
import { RemoveButton } from '../share/remove-button.tsx';
import { stateWords } from '../share/wording.ts';

function savingWords(text: Text, saving: ShareSnapshot['saving']): string | null {
  if (saving === null || saving.isWaiting || saving.length === 0) return null;
  return text('save.row', { progress: text.percent(saving.bytes / saving.length) });
}

/** One share of this browser, in a list. */
export const ShareRow = memo(function ShareRow({ share }: { readonly share: ShareSnapshot }) {
  const commands = useCommands();
  const text = useText();
  const { key, state, progress } = share;
  const facts = joinFacts([
    stateWords(text, share),
    progress < 1 && progress > 0 ? text.percent(progress) : null,
    share.totalLength === null ? null : text.bytes(share.totalLength),
    savingWords(text, share.saving),
    share.downBps > 0 ? `↓ ${text.rate(share.downBps)}` : null,
    share.upBps > 0 ? `↑ ${text.rate(share.upBps)}` : null,
  ]);
  const isStoppable =
    state === 'joining' || state === 'downloading' || state === 'seeding' || state === 'complete';
  return (
    <li className="flex items-center gap-1 rounded-2xl border border-line bg-card py-2 ps-4 pe-2 [contain-intrinsic-size:auto_3.25rem] [content-visibility:auto]">
      <a href={`#/share/${key}`} className="min-w-0 grow rounded-lg py-1">
        <p className="truncate font-medium">
          <bdi>{share.name || text('share.unnamed')}</bdi>
        </p>
        <p className="text-sm text-quiet tabular-nums">{facts}</p>
        {progress > 0 && progress < 1 && (
          <div className="mt-1.5">
            <ProgressBar value={progress} label={text('library.progress', { name: share.name })} thin />
          </div>
        )}
      </a>
      {state === 'paused' && (
        <Button
          look="quiet"
          size="small"
          aria-label={text('library.resume', { name: share.name })}
          onClick={() => commands.resume(key)}
        >
          <Play aria-hidden className="size-4" />
        </Button>
      )}
      {isStoppable && (
        <Button
          look="quiet"
          size="small"
          aria-label={text('library.pause', { name: share.name })}
          onClick={() => commands.pause(key)}
        >
          <Pause aria-hidden className="size-4" />
        </Button>
      )}
      {state !== 'hashing' && <RemoveButton share={share} small />}
    </li>
  );
});
