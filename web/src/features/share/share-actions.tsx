import { Download, FolderLock, Pause, Play, Trash2, X } from 'lucide-react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogAction } from '../../ui/dialog.tsx';
import { formatBytes } from '../../ui/format.ts';
import { useCommands } from '../app/commands.ts';
import { goTo } from '../app/route.ts';

const PAUSABLE = new Set(['joining', 'downloading', 'seeding', 'complete']);

/** What can be done now, the likeliest first. */
export function ShareActions({ share }: { readonly share: ShareSnapshot }) {
  const commands = useCommands();
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
          Cancel
        </Button>
      </div>
    );
  }
  if (state === 'waiting') return <StartButton share={share} />;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {share.needsPermission && (
        <>
          <p className="basis-full text-sm text-pretty text-quiet">
            What you share lies on your disk. After a reload the browser asks you before this page may read
            it.
          </p>
          <Button look="primary" onClick={() => commands.grantAccess(key)}>
            <FolderLock aria-hidden className="size-4" />
            Read the {share.files.length > 1 ? 'files' : 'file'} again
          </Button>
        </>
      )}
      {share.progress === 1 && (
        <Button
          data-testid="save"
          look={state === 'complete' ? 'primary' : 'plain'}
          onClick={() => commands.save(key)}
        >
          <Download aria-hidden className="size-4" />
          {saveWords(share)}
        </Button>
      )}
      {state === 'paused' && (
        <Button look="primary" onClick={() => commands.resume(key)}>
          <Play aria-hidden className="size-4" />
          Resume
        </Button>
      )}
      {PAUSABLE.has(state) && (
        <Button onClick={() => commands.pause(key)}>
          <Pause aria-hidden className="size-4" />
          {share.progress === 1 ? 'Stop sharing' : 'Pause'}
        </Button>
      )}
      <RemoveButton share={share} onRemove={() => goTo('#/')} />
    </div>
  );
}

function saveWords({ files, wantedFiles }: ShareSnapshot): string {
  if (files.length < 2) return 'Save';
  return wantedFiles < files.length ? 'Save what was selected' : 'Save all as ZIP';
}

function StartButton({ share }: { readonly share: ShareSnapshot }) {
  const commands = useCommands();
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Button
          look="primary"
          size="large"
          data-testid="start-download"
          disabled={share.files.length > 0 && share.wantedFiles === 0}
          onClick={() => commands.start(share.key)}
        >
          <Download aria-hidden className="size-5" />
          Download
        </Button>
      </div>
      <p className="text-sm text-pretty text-quiet">
        Nothing is connected before you click. Then the people who take part in this share see your network
        address, as with any direct connection, and you pass on what you have received.
      </p>
    </div>
  );
}

export function RemoveButton({
  share,
  small = false,
  onRemove,
}: {
  readonly share: ShareSnapshot;
  readonly small?: boolean;
  readonly onRemove?: () => void;
}) {
  const commands = useCommands();
  const kept = share.totalLength === null ? null : formatBytes(share.heldLength);
  const trigger = (
    // Alone in its row, it has a frame to stand in.
    <Button
      look={share.state === 'error' && !small ? 'plain' : 'quiet'}
      size={small ? 'small' : 'normal'}
      aria-label={`Remove ${share.name}`}
    >
      <Trash2 aria-hidden className="size-4" />
      {!small && 'Remove'}
    </Button>
  );
  return (
    <Dialog trigger={trigger} title="Remove this share?">
      <p className="mb-5 text-pretty text-quiet">
        This browser forgets <bdi className="font-medium text-ink">{share.name}</bdi>
        {kept !== null && share.persistence === 'stored' && ` and frees up to ${kept}`}. Files you saved or
        shared from your disk stay where they are.
      </p>
      <div className="flex justify-end gap-2">
        <DialogAction render={<Button>Keep</Button>} />
        <DialogAction
          render={<Button look="danger">Remove</Button>}
          onClick={() => {
            onRemove?.();
            void commands.remove(share.key);
          }}
        />
      </div>
    </Dialog>
  );
}
