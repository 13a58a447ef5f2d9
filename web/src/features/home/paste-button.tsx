import { ClipboardPaste } from 'lucide-react';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { canReadClipboard, readClipboard } from '../../ui/read-clipboard.ts';
import { useRest } from '../app/commands.ts';
import { usePaste } from '../app/use-paste.ts';

/** For whoever has no keyboard at hand; nothing where the browser lets no page ask. */
export function PasteButton() {
  const text = useText();
  const paste = usePaste();
  const rest = useRest();
  if (!canReadClipboard()) return null;
  const read = () => {
    const say = (code: string, title: string) => rest?.pages.toast({ id: 'paste', code, title });
    readClipboard().then(
      (copied) => {
        if (!paste(copied)) say('nothing-picked', text('home.paste.nothing'));
      },
      () => say('paste-denied', text('home.paste.denied')),
    );
  };
  return (
    <Button
      size="large"
      className="max-sm:grow max-sm:px-3 max-sm:text-base"
      disabled={rest === null}
      onClick={read}
    >
      <ClipboardPaste aria-hidden className="size-5" />
      {text('home.paste')}
    </Button>
  );
}
