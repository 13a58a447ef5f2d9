import { type ReactNode, useLayoutEffect, useState } from 'react';
import type { PickedFile, Problem } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Notice } from '../../ui/notice.tsx';
import { useOpen } from './opening.tsx';
import { bringsFiles, readDrop, readPaste, readText } from './picked-files.ts';
import { problemWords } from './problem-words.ts';

/** The whole page takes what is dropped or pasted on it, wherever one is. */
export function DropTarget({ children }: { readonly children: ReactNode }) {
  const open = useOpen();
  const text = useText();
  const [isOver, setOver] = useState(false);
  const [unreadable, setUnreadable] = useState<Problem | null>(null);
  // Before anyone, person or script, can see the page: what is dropped at once must not be lost.
  useLayoutEffect(() => {
    const share = (files: readonly PickedFile[]) => {
      setUnreadable(null);
      open((commands) => commands.createShare(files));
    };
    const over = (event: DragEvent) => {
      if (event.dataTransfer === null || belongsToField(event, event.dataTransfer)) return;
      event.preventDefault();
      setOver(bringsFiles(event.dataTransfer));
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (event.dataTransfer === null || belongsToField(event, event.dataTransfer)) return;
      event.preventDefault();
      const link = readText(event.dataTransfer);
      if (!bringsFiles(event.dataTransfer) && link !== '') open((commands) => commands.openLink(link));
      else readDrop(event.dataTransfer).then(share, (error: unknown) => setUnreadable(problemOf(error)));
    };
    const paste = (event: ClipboardEvent) => {
      if (event.clipboardData === null) return;
      const { files, text: link } = readPaste(event.clipboardData);
      if (files.length > 0) share(files);
      else if (link !== '' && !isField(event.target)) open((commands) => commands.openLink(link));
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    addEventListener('paste', paste);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
      removeEventListener('paste', paste);
    };
  }, [open]);
  return (
    <>
      {children}
      {unreadable !== null && (
        <div className="fixed inset-x-4 bottom-4 z-10 mx-auto max-w-3xl rounded-xl shadow-xl">
          <Notice kind="error" code={unreadable.code} onDismiss={() => setUnreadable(null)}>
            {problemWords(text, unreadable)}
          </Notice>
        </div>
      )}
      {isOver && (
        <div className="pointer-events-none fixed inset-3 z-10 grid place-items-center rounded-3xl border-4 border-dashed border-accent bg-accent-soft/90 text-2xl font-semibold text-accent">
          {text('app.drop')}
        </div>
      )}
    </>
  );
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement;
}

/** Text dragged into a field is the field's own affair; files never are. */
function belongsToField(event: DragEvent, transfer: DataTransfer): boolean {
  return isField(event.target) && !bringsFiles(transfer);
}

function problemOf(error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'unreadable',
    message: `some of it cannot be read (${reason})`,
    values: { reason },
  };
}
