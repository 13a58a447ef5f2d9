import { FilePlus2, FolderPlus, Upload } from 'lucide-react';
import { useRef } from 'react';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useOpen } from '../app/opening.tsx';
import { readInput } from '../app/picked-files.ts';
import { PasteButton } from './paste-button.tsx';

/** Where files come in; the page around it takes drops too. */
export function DropZone() {
  const open = useOpen();
  const text = useText();
  const fileInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const share = (input: HTMLInputElement) => {
    const files = readInput(input.files);
    input.value = '';
    open((commands) => commands.createShare(files), files);
  };
  return (
    <section
      data-testid="drop-zone"
      aria-label={text('home.share-files')}
      className="flex flex-col items-center gap-5 rounded-3xl border-2 border-dashed border-line bg-card px-4 py-10 text-center sm:py-14"
    >
      <Upload aria-hidden className="size-10 text-accent" />
      <p className="text-lg text-balance">
        <span className="pointer-coarse:hidden">{text('home.drop')}</span>
        <span className="hidden pointer-coarse:inline">{text('home.choose')}</span>
      </p>
      <div className="flex flex-wrap justify-center gap-3 max-sm:w-full">
        <Button
          look="primary"
          size="large"
          className="max-sm:w-full"
          onClick={() => fileInput.current?.click()}
        >
          <FilePlus2 aria-hidden className="size-5" />
          {text('home.choose-files')}
        </Button>
        <Button
          size="large"
          className="max-sm:grow max-sm:px-3 max-sm:text-base"
          onClick={() => folderInput.current?.click()}
        >
          <FolderPlus aria-hidden className="size-5" />
          {text('home.choose-folder')}
        </Button>
        <PasteButton />
      </div>
      <input
        ref={fileInput}
        data-testid="file-input"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={text('home.file-input')}
        className="sr-only"
        onChange={(event) => share(event.currentTarget)}
      />
      <input
        ref={folderInput}
        data-testid="folder-input"
        type="file"
        tabIndex={-1}
        aria-label={text('home.folder-input')}
        className="sr-only"
        {...{ webkitdirectory: '' }}
        onChange={(event) => share(event.currentTarget)}
      />
      <p className="text-sm text-balance text-quiet">{text('home.no-account')}</p>
    </section>
  );
}
