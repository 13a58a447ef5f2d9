import { ClipboardPaste } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { canReadClipboard, readClipboard } from '../../ui/read-clipboard.ts';
import { useRest } from '../app/commands.ts';
import { usePaste } from '../app/use-paste.ts';

/** What may come of it, with its code. */
const FAILURES = { nothing: 'nothing-picked', denied: 'paste-denied' } as const;

/** For whoever has no keyboard at hand; nothing where the browser lets no page ask. */
export function PasteButton() {
  const text = useText();
  const paste = usePaste();
  const rest = useRest();
  /** To be told as soon as it can be. */
  const [failure, setFailure] = useState<keyof typeof FAILURES | null>(null);
  const tell = useCallback(
    (what: keyof typeof FAILURES) => {
      if (rest === null) return setFailure(what);
      rest.pages.toast({ id: 'paste', code: FAILURES[what], title: text(`home.paste.${what}`) });
      setFailure(null);
    },
    [rest, text],
  );
  useEffect(() => {
    if (failure !== null && rest !== null) tell(failure);
  }, [failure, rest, tell]);
  if (!canReadClipboard()) return null;
  const read = () => {
    readClipboard().then(
      (copied) => {
        if (!paste(copied)) tell('nothing');
      },
      () => tell('denied'),
    );
  };
  return (
    <Button size="large" className="max-sm:grow max-sm:px-3 max-sm:text-base" onClick={read}>
      <ClipboardPaste aria-hidden className="size-5" />
      {text('home.paste')}
    </Button>
  );
}
