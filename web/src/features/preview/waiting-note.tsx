import type { FileSnapshot, ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../app/commands.ts';

interface WaitingNoteProps {
  readonly share: ShareSnapshot;
  readonly file: FileSnapshot;
  readonly isWaiting: boolean;
}

/** What a preview waits for, and what a person can do about it. It is on the page before it has anything to say. */
export function WaitingNote({ share, file, isWaiting }: WaitingNoteProps) {
  const commands = useCommands();
  const text = useText();
  const need = isWaiting ? share.previewNeeds : null;
  const isPaused = need !== null && share.state === 'paused' && file.progress < 1;
  const code = isPaused ? 'paused' : need;
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 text-sm text-quiet">
      <p
        role="status"
        data-testid="preview-waiting"
        data-code={code ?? ''}
        className="text-center text-pretty"
      >
        {code !== null && text(WORDS[code])}
        {isWaiting && code === null && text('app.one-moment')}
      </p>
      {isPaused && (
        <Button size="small" onClick={() => commands.resume(share.key)}>
          {text('preview.resume')}
        </Button>
      )}
    </div>
  );
}

const WORDS = {
  paused: 'preview.waiting.paused',
  pieces: 'preview.waiting.pieces',
  nobody: 'preview.waiting.nobody',
} as const;
