import { Download, FolderLock, Pause, Play, X } from 'lucide-react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useApp, useCommands } from '../app/commands.ts';
import { goTo } from '../app/route.ts';
import { AddressNote } from './address-note.tsx';
import { ChooseAgain, canChooseAgain } from './choose-again.tsx';
import { RemoveButton } from './remove-button.tsx';
import { FolderButtons, SaveButton } from './save-buttons.tsx';

const PAUSABLE = new Set(['joining', 'downloading', 'seeding', 'complete']);

/** What can be done now, the likeliest first. */
export function ShareActions({ share }: { readonly share: ShareSnapshot }) {
  const commands = useCommands();
  const text = useText();
  const { key, state } = share;
  if (state === 'hashing') {
    return (
      <div>
        <Button
          onClick={() => {
            commands.cancelHashing(key);
            goTo('#/');
          }}
        >
          <X aria-hidden className="size-4" />
          {text('share.action.cancel')}
        </Button>
      </div>
    );
  }
  if (state === 'waiting') return <StartButton share={share} />;
  const isHere = share.progress === 1;
  const pause = PAUSABLE.has(state) && (
    <Button onClick={() => commands.pause(key)}>
      <Pause aria-hidden className="size-4" />
      {text(isHere ? 'share.action.stop' : 'share.action.pause')}
    </Button>
  );
  return (
    <div className="flex flex-wrap items-center gap-2 @max-md:*:grow">
      {share.needsPermission && (
        <>
          <p className="basis-full text-sm text-pretty text-quiet">{text('share.action.read-again.about')}</p>
          <Button look="primary" onClick={() => commands.grantAccess(key)}>
            <FolderLock aria-hidden className="size-4" />
            {text('share.action.read-again', { count: share.files.length })}
          </Button>
        </>
      )}
      {canChooseAgain(share) && <ChooseAgain share={share} />}
      {isHere && <SaveButton share={share} />}
      {isHere && <FolderButtons share={share} />}
      {state === 'paused' && (
        <Button look="primary" onClick={() => commands.resume(key)}>
          <Play aria-hidden className="size-4" />
          {text('share.action.resume')}
        </Button>
      )}
      {!isHere && pause}
      {!isHere && <FolderButtons share={share} />}
      {/* Both in one row, or Remove would stand alone in the last. */}
      <div className="flex flex-wrap gap-2 @max-md:*:grow">
        {isHere && pause}
        <RemoveButton share={share} onRemove={() => goTo('#/')} />
      </div>
    </div>
  );
}

function StartButton({ share }: { readonly share: ShareSnapshot }) {
  const commands = useCommands();
  const isTold = useApp(({ settings }) => settings.toldOfAddress);
  const start = () => {
    commands.start(share.key);
    if (isTold === false) commands.updateSettings({ toldOfAddress: true });
  };
  const text = useText();
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Button
          look="primary"
          size="large"
          data-testid="start-download"
          disabled={share.files.length > 0 && share.wantedFiles === 0}
          onClick={start}
        >
          <Download aria-hidden className="size-5" />
          {text('share.action.download')}
        </Button>
      </div>
      {isTold ? (
        <p className="text-sm text-pretty text-quiet">{text('address.later')}</p>
      ) : (
        <AddressNote isBefore />
      )}
    </div>
  );
}
