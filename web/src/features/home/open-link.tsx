import { FileInput } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useOpen } from '../app/opening.tsx';
import { ScanButton } from './scan-button.tsx';

/** A link, a magnet or a .torrent that someone sent. */
export function OpenLink() {
  const open = useOpen();
  const text = useText();
  const [link, setLink] = useState('');
  const torrentInput = useRef<HTMLInputElement>(null);
  const openText = (event: FormEvent) => {
    event.preventDefault();
    open((commands) => commands.openLink(link));
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
        aria-label={text('home.link-input')}
        placeholder={text('home.paste-link')}
        value={link}
        onChange={(event) => setLink(event.target.value)}
        className="min-h-11 min-w-0 grow basis-56 rounded-xl border border-line bg-card px-4 placeholder:text-quiet"
      />
      <Button type="submit" data-testid="open-link-go">
        {text('home.open')}
      </Button>
      <Button look="quiet" onClick={() => torrentInput.current?.click()}>
        <FileInput aria-hidden className="size-4" />
        {text('home.open-torrent')}
      </Button>
      <ScanButton />
      <input
        ref={torrentInput}
        data-testid="open-torrent"
        type="file"
        accept=".torrent,application/x-bittorrent"
        tabIndex={-1}
        aria-label={text('home.torrent-input')}
        className="sr-only"
        onChange={(event) => openTorrent(event.currentTarget)}
      />
    </form>
  );
}
