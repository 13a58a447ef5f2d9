import { ScanQrCode } from 'lucide-react';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useRest } from '../app/commands.ts';

/** Opens the camera; nothing where there can be none. */
export function ScanButton() {
  const text = useText();
  const rest = useRest();
  if (!hasCameras()) return null;
  const button = (
    <Button look="quiet" disabled={rest === null}>
      <ScanQrCode aria-hidden className="size-4" />
      {text('home.scan')}
    </Button>
  );
  return rest === null ? button : <rest.pages.ScanDialog trigger={button} />;
}

/** Pages over plain http have none. */
function hasCameras(): boolean {
  return typeof navigator !== 'undefined' && typeof navigator.mediaDevices?.getUserMedia === 'function';
}
