import { Trash2 } from 'lucide-react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { rich, useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toasts.tsx';
import { useCommands } from '../app/commands.ts';

/** Long enough to read it, to be startled and to reach the button. */
const UNDO_MS = 10_000;

/** Removes at once, and gives back for a while: a slip costs nothing, and nobody is asked who is sure. */
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
  const text = useText();
  const { key, name, saving } = share;
  // It would be broken off, and Undo could not bring it back.
  const isSaving = saving !== null && !saving.isWaiting;
  const remove = () => {
    commands.putAway(key);
    onRemove?.();
    toast({
      id: `removed ${key}`,
      title: rich(text, 'news.removed', { name, bdi: (words) => <bdi>{words}</bdi> }),
      action: { label: text('news.undo'), forMs: UNDO_MS, onClick: () => commands.restore(key) },
      onGone: () => void commands.finishRemoval(key),
    });
  };
  return (
    // Alone in its row, it has a frame to stand in.
    <Button
      look={share.state === 'error' && !small ? 'plain' : 'quiet'}
      size={small ? 'small' : 'normal'}
      aria-label={text('share.remove.named', { name })}
      title={text(isSaving ? 'news.remove.saving' : 'news.remove.about')}
      disabled={isSaving}
      focusableWhenDisabled
      onClick={remove}
    >
      <Trash2 aria-hidden className="size-4" />
      {!small && text('share.remove')}
    </Button>
  );
}
