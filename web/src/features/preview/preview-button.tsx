import { Eye, Play } from 'lucide-react';
import type { FileSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { createDialogHandle, DialogTrigger } from '../../ui/dialog.tsx';
import { useApp } from '../app/commands.ts';
import { fetchesHere, isPreviewable } from './previewable.ts';

/** Of the one dialog on the page; its payload is the index of the file. */
export const previewDialog = createDialogHandle<number>();

interface FileProps {
  readonly file: FileSnapshot;
  readonly shareKey: string;
}

/** Shows or plays one file; nothing where that cannot be. */
export function PreviewButton({ file, shareKey }: FileProps) {
  return isPreviewable(file, true) ? <ReadyButton file={file} shareKey={shareKey} /> : null;
}

/** The same button before and after the file is complete: a finger may be on it just then. */
function ReadyButton({ file, shareKey }: FileProps) {
  const isFetched = useApp(({ shares }) => {
    const share = shares.find(({ key }) => key === shareKey);
    return share !== undefined && fetchesHere(share);
  });
  return isPreviewable(file, isFetched === true) ? <OpenButton file={file} /> : null;
}

function OpenButton({ file: { index, path, kind } }: Pick<FileProps, 'file'>) {
  const text = useText();
  const isPlayed = kind === 'audio' || kind === 'video';
  const Icon = isPlayed ? Play : Eye;
  return (
    <DialogTrigger
      handle={previewDialog}
      payload={index}
      render={
        <Button
          look="quiet"
          size="small"
          data-testid="preview"
          aria-label={text(isPlayed ? 'preview.play' : 'preview.show', { path })}
        >
          <Icon aria-hidden className="size-4" />
        </Button>
      }
    />
  );
}
