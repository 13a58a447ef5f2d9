import { FileInput } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useOpen } from '../app/opening.tsx';

/** A link, a magnet or a .torrent that someone sent. */
export function OpenLink() {
  const open = useOpen();
  const [text, setText] = useState('');
  const torrentInput = useRef<HTMLInputElement>(null);
  const openText = (event: FormEvent) => {
    event.preventDefault();
    open((commands) => commands.openLink(text));
  };
  const openTorrent = (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    input.value = '';
    if (file !== undefined) open((commands) => commands.openTorrent(file));
  };
  return (
    <form onSubmit={openText} className="flex flex-wrap gap-2">
      <input
        data-testid="open-link"
        type="text"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        aria-label="Link or magnet"
        placeholder="Got a link? Paste it here"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="min-h-11 min-w-0 grow basis-56 rounded-xl border border-line bg-card px-4 placeholder:text-quiet"
      />
      <Button type="submit" data-testid="open-link-go">
        Open
      </Button>
      <Button look="quiet" onClick={() => torrentInput.current?.click()}>
        <FileInput aria-hidden className="size-4" />
        Open a .torrent
      </Button>
      <input
        ref={torrentInput}
        data-testid="open-torrent"
        type="file"
        accept=".torrent,application/x-bittorrent"
        tabIndex={-1}
        aria-label=".torrent file"
        className="sr-only"
        onChange={(event) => openTorrent(event.currentTarget)}
      />
    </form>
  );
}
