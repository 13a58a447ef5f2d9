import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react';
import type { FileSnapshot, ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { DialogClose, DialogTitle } from '../../ui/dialog.tsx';
import { useCommands } from '../app/commands.ts';

export interface PreviewHeaderProps {
  readonly share: ShareSnapshot;
  readonly file: FileSnapshot;
  /** Of the file among those that can be shown, from 1. */
  readonly position: number;
  readonly count: number;
  /** @param step 1: the next; -1: the one before */
  onGo(step: number): void;
}

/** Which file it is, and what can be done with it. */
export function PreviewHeader({ share, file, position, count, onGo }: PreviewHeaderProps) {
  const commands = useCommands();
  const text = useText();
  return (
    <div className="flex shrink-0 items-center gap-1 border-b border-line py-2 ps-4 pe-2 sm:ps-5">
      <div className="min-w-0 grow">
        <DialogTitle className="line-clamp-2 font-semibold wrap-anywhere">
          <bdi>{file.path.slice(file.path.lastIndexOf('/') + 1)}</bdi>
        </DialogTitle>
        <p className="truncate text-sm text-quiet tabular-nums">
          {count > 1 && `${text('preview.position', { position, count })} · `}
          {text.bytes(file.length)}
        </p>
      </div>
      {count > 1 && (
        <>
          {/* At an end the focus stays where it is. */}
          <Button
            look="quiet"
            size="small"
            aria-label={text('preview.previous')}
            disabled={position === 1}
            focusableWhenDisabled
            className="data-disabled:opacity-40"
            onClick={() => onGo(-1)}
          >
            <ChevronLeft aria-hidden className="size-5 rtl:rotate-180" />
          </Button>
          <Button
            look="quiet"
            size="small"
            aria-label={text('preview.next')}
            disabled={position === count}
            focusableWhenDisabled
            className="data-disabled:opacity-40"
            onClick={() => onGo(1)}
          >
            <ChevronRight aria-hidden className="size-5 rtl:rotate-180" />
          </Button>
        </>
      )}
      {file.progress === 1 && (
        <Button
          look="quiet"
          size="small"
          aria-label={text('file.save', { path: file.path })}
          onClick={() => commands.save(share.key, file.index)}
        >
          <Download aria-hidden className="size-5" />
        </Button>
      )}
      <DialogClose
        render={
          <Button look="quiet" size="small" aria-label={text('app.close')}>
            <X aria-hidden className="size-5" />
          </Button>
        }
      />
    </div>
  );
}
