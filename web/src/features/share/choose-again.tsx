import { FilePlus2, FolderPlus } from 'lucide-react';
import { useRef } from 'react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../app/commands.ts';
import { useOpen } from '../app/opening.tsx';
import { readInput } from '../app/picked-files.ts';

/** What was shared from the disk and cannot be read any more: the same files make the same link. */
const CURABLE: ReadonlySet<string> = new Set([
  'file-unreadable',
  'file-changed',
  'file-gone',
  'copy-incomplete',
  'hashing-failed',
]);

export function canChooseAgain({ problem }: ShareSnapshot): boolean {
  return problem !== null && CURABLE.has(problem.code);
}

/** Lets the person pick again what this share could not read. */
export function ChooseAgain({ share }: { readonly share: ShareSnapshot }) {
  const commands = useCommands();
  const open = useOpen();
  const text = useText();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [first] = share.files;
  const isOneFile = share.files.length === 1 && first?.path.includes('/') === false;
  const fileWords = text(isOneFile ? 'save.again.file' : 'save.again.files');
  const pick = (input: HTMLInputElement) => {
    const picked = readInput(input.files);
    input.value = '';
    if (picked.length === 0) return;
    open(() => {
      const key = commands.createShare(picked);
      // One that never came to its link is of no use beside the new one.
      if (key !== null && share.infoHash === null) void commands.remove(share.key);
      return key;
    });
  };
  return (
    <>
      <Button look="primary" onClick={() => files.current?.click()}>
        <FilePlus2 aria-hidden className="size-4" />
        {fileWords}
      </Button>
      {!isOneFile && (
        <Button onClick={() => folder.current?.click()}>
          <FolderPlus aria-hidden className="size-4" />
          {text('save.again.folder')}
        </Button>
      )}
      <input
        ref={files}
        data-testid="choose-again"
        type="file"
        multiple={!isOneFile}
        tabIndex={-1}
        aria-label={fileWords}
        className="sr-only"
        onChange={(event) => pick(event.currentTarget)}
      />
      <input
        ref={folder}
        type="file"
        tabIndex={-1}
        aria-label={text('save.again.folder')}
        className="sr-only"
        {...{ webkitdirectory: '' }}
        onChange={(event) => pick(event.currentTarget)}
      />
    </>
  );
}
