import { type ReactNode, useLayoutEffect, useState } from 'react';
import type { PickedFile, Problem } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Notice } from '../../ui/notice.tsx';
import { takeWhatWaits } from './brought-early.ts';
import { DropVeil } from './drop-veil.tsx';
import { useOpen } from './opening.tsx';
import { bringsFiles, itemsIn, readDrop, readDropped, readText } from './picked-files.ts';
import { problemWords } from './problem-words.ts';
import { usePaste } from './use-paste.ts';

/** The whole page takes what is dropped or pasted on it, wherever one is. */
export function DropTarget({ children }: { readonly children: ReactNode }) {
  const open = useOpen();
  const text = useText();
  const paste = usePaste();
  /** How many things are being dragged over the page; `null` while nothing is. */
  const [over, setOver] = useState<number | null>(null);
  /** Why what was dropped cannot be shared. */
  const [unreadable, setUnreadable] = useState<Problem | null>(null);
  // Before anyone, person or script, can see the page: what is dropped at once must not be lost.
  useLayoutEffect(() => {
    const share = (files: readonly PickedFile[]) => {
      setUnreadable(null);
      open((commands) => commands.createShare(files), files);
    };
    const take = (files: Promise<readonly PickedFile[]>) => {
      files.then(share, (error: unknown) => setUnreadable(problemOf(error)));
    };
    // A picture or words of this page are not brought to it.
    let isOwn = false;
    const dragEnd = () => {
      isOwn = false;
    };
    const dragStart = () => {
      isOwn = true;
      // What was dragged may be gone when it ends, and tell nobody; a pointer that moves drags nothing.
      addEventListener('pointermove', dragEnd, { once: true });
    };
    const dragOver = (event: DragEvent) => {
      if (isOwn || event.dataTransfer === null || belongsToField(event, event.dataTransfer)) return;
      event.preventDefault();
      setOver(bringsFiles(event.dataTransfer) ? itemsIn(event.dataTransfer) : null);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(null);
    };
    const drop = (event: DragEvent) => {
      setOver(null);
      if (isOwn || event.dataTransfer === null || belongsToField(event, event.dataTransfer)) return;
      event.preventDefault();
      const words = readText(event.dataTransfer);
      if (!bringsFiles(event.dataTransfer) && words !== '') paste({ files: [], text: words });
      else take(readDrop(event.dataTransfer));
    };
    const takePaste = (event: ClipboardEvent) => {
      if (event.clipboardData === null) return;
      const files = [...event.clipboardData.files];
      if (files.length === 0 && isField(event.target)) return;
      if (paste({ files, text: event.clipboardData.getData('text/plain') })) event.preventDefault();
    };
    addEventListener('dragstart', dragStart);
    addEventListener('dragend', dragEnd);
    addEventListener('dragover', dragOver);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    addEventListener('paste', takePaste);
    const { dropped, pasted } = takeWhatWaits();
    for (const brought of dropped) take(readDropped(brought));
    for (const copied of pasted) paste(copied);
    return () => {
      removeEventListener('dragstart', dragStart);
      removeEventListener('dragend', dragEnd);
      removeEventListener('dragover', dragOver);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
      removeEventListener('paste', takePaste);
    };
  }, [open, paste]);
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
      {over !== null && <DropVeil count={over} />}
    </>
  );
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
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
