import { type ReactNode, useLayoutEffect, useState } from 'react';
import { useCommands } from './commands.ts';
import { readDrop, readPaste } from './picked-files.ts';
import { goTo } from './route.ts';

/** The whole page takes what is dropped or pasted on it, wherever one is. */
export function DropTarget({ children }: { readonly children: ReactNode }) {
  const commands = useCommands();
  const [isOver, setOver] = useState(false);
  // Before anyone, person or script, can see the page: what is dropped at once must not be lost.
  useLayoutEffect(() => {
    const over = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer === null) return;
      void readDrop(event.dataTransfer).then((files) => {
        const key = commands.createShare(files);
        if (key !== null) goTo(`#/share/${key}`);
      });
    };
    const paste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.clipboardData === null) return;
      const { files, text } = readPaste(event.clipboardData);
      const key =
        files.length > 0 ? commands.createShare(files) : text === '' ? null : commands.openLink(text);
      if (key !== null) goTo(`#/share/${key}`);
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
  }, [commands]);
  return (
    <>
      {children}
      {isOver && (
        <div className="pointer-events-none fixed inset-3 z-10 grid place-items-center rounded-3xl border-4 border-dashed border-accent bg-accent-soft/90 text-2xl font-semibold text-accent">
          Let go to share
        </div>
      )}
    </>
  );
}
