import { createContext, type ReactNode, useCallback, useContext, useLayoutEffect, useState } from 'react';
import type { Commands, PickedFile } from '../../session/snapshot.ts';
import { type Text, useText } from '../../text/index.ts';
import { useRest } from './commands.ts';
import { goTo } from './route.ts';

/** Shares or opens something; gives the share's key, or `null` with a problem set. */
type Act = (commands: Commands) => string | null | Promise<string | null>;

interface Waiting {
  readonly act: Act;
  readonly picked: readonly PickedFile[];
}

/** `picked`: what is told while it waits. */
type Open = (act: Act, picked?: readonly PickedFile[]) => void;

const OpenContext = createContext<Open | null>(null);

/** Does it and shows the share that came of it. */
export function useOpen(): Open {
  const open = useContext(OpenContext);
  if (open === null) throw new Error('what opens shares lives inside Opening');
  return open;
}

/** What is shared or opened before the session is there waits for it, and is done in the same order. */
export function Opening({ children }: { readonly children: ReactNode }) {
  const text = useText();
  const commands = useRest()?.commands ?? null;
  const [waiting, setWaiting] = useState<readonly Waiting[]>([]);
  const open = useCallback(
    (act: Act, picked: readonly PickedFile[] = []) => {
      // At once where it can be: some of it counts only within a person's gesture.
      if (commands !== null) void show(act, commands);
      else setWaiting((before) => [...before, { act, picked }]);
    },
    [commands],
  );
  useLayoutEffect(() => {
    if (commands === null || waiting.length === 0) return;
    setWaiting([]);
    for (const { act } of waiting) void show(act, commands);
  }, [commands, waiting]);
  return (
    <OpenContext value={open}>
      {children}
      {waiting.length > 0 && (
        <p
          role="status"
          className="fixed inset-x-4 bottom-4 z-10 mx-auto max-w-3xl rounded-xl bg-accent-soft px-4 py-3 text-accent shadow-xl"
        >
          {waitingWords(
            text,
            waiting.flatMap(({ picked }) => picked),
          )}
        </p>
      )}
    </OpenContext>
  );
}

function waitingWords(text: Text, picked: readonly PickedFile[]): string {
  if (picked.length === 0) return text('app.getting-ready');
  return text('app.got', {
    files: text('app.got.files', { count: picked.length }),
    size: text.bytes(picked.reduce((sum, { file }) => sum + file.size, 0)),
  });
}

async function show(act: Act, commands: Commands): Promise<void> {
  const key = await act(commands);
  if (key !== null) goTo(`#/share/${key}`);
}
