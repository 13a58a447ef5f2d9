import { FilePlus2, FolderPlus, Upload } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { useOpen } from '../app/opening.tsx';
import { readInput } from '../app/picked-files.ts';

/** Where files come in; the page around it takes drops too. */
export function DropZone() {
  const open = useOpen();
  const fileInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const share = (input: HTMLInputElement) => {
    const files = readInput(input.files);
    input.value = '';
    open((commands) => commands.createShare(files));
  };
  return (
    <section
      data-testid="drop-zone"
      aria-label="Share files"
      className="flex flex-col items-center gap-5 rounded-3xl border-2 border-dashed border-line bg-card px-4 py-10 text-center sm:py-14"
    >
      <Upload aria-hidden className="size-10 text-accent" />
      <p className="text-lg">
        <span className="pointer-coarse:hidden">Drop files or folders here, paste them, or</span>
        <span className="hidden pointer-coarse:inline">Choose what you want to share</span>
      </p>
      <div className="flex flex-wrap justify-center gap-3">
        <Button look="primary" size="large" onClick={() => fileInput.current?.click()}>
          <FilePlus2 aria-hidden className="size-5" />
          Choose files
        </Button>
        <Button size="large" onClick={() => folderInput.current?.click()}>
          <FolderPlus aria-hidden className="size-5" />
          Choose a folder
        </Button>
      </div>
      <input
        ref={fileInput}
        data-testid="file-input"
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Files to share"
        className="sr-only"
        onChange={(event) => share(event.currentTarget)}
      />
      <input
        ref={folderInput}
        data-testid="folder-input"
        type="file"
        tabIndex={-1}
        aria-label="Folder to share"
        className="sr-only"
        {...{ webkitdirectory: '' }}
        onChange={(event) => share(event.currentTarget)}
      />
      <p className="text-sm text-quiet">
        No account, no size limit but your disk. Keep the tab open while others fetch.
      </p>
    </section>
  );
}
