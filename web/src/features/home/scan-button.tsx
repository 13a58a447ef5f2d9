import { ScanQrCode } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useRest } from '../app/commands.ts';

/** Opens the camera; nothing where there can be none. */
export function ScanButton() {
  const text = useText();
  const rest = useRest();
  /** Or is to be, as soon as there is a dialog. */
  const [isOpen, setOpen] = useState(false);
  if (!hasCameras()) return null;
  // One button, with and without the rest: what is pressed while that comes must not be another one when it is let go.
  return (
    <>
      <Button
        look="quiet"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-busy={isOpen && rest === null}
        onClick={() => setOpen(true)}
      >
        <ScanQrCode aria-hidden className="size-4" />
        {text('home.scan')}
      </Button>
      {rest !== null && <rest.pages.ScanDialog open={isOpen} onOpenChange={setOpen} />}
    </>
  );
}

/** Pages over plain http have none. */
function hasCameras(): boolean {
  return typeof navigator !== 'undefined' && typeof navigator.mediaDevices?.getUserMedia === 'function';
}
