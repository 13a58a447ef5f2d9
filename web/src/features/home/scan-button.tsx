import { ScanQrCode } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useRest } from '../app/commands.ts';

/** Opens the camera; nothing where there can be none. */
export function ScanButton() {
  const text = useText();
  const rest = useRest();
  /** It was pressed before there was a dialog to open. */
  const [isWanted, setWanted] = useState(false);
  if (!hasCameras()) return null;
  const button = (
    <Button look="quiet" aria-busy={isWanted && rest === null} onClick={() => setWanted(true)}>
      <ScanQrCode aria-hidden className="size-4" />
      {text('home.scan')}
    </Button>
  );
  return rest === null ? button : <rest.pages.ScanDialog trigger={button} isOpenAtFirst={isWanted} />;
}

/** Pages over plain http have none. */
function hasCameras(): boolean {
  return typeof navigator !== 'undefined' && typeof navigator.mediaDevices?.getUserMedia === 'function';
}
