import { useState } from 'react';
import { useText } from '../../text/index.ts';
import { CodeScanner, type ScanFailure } from '../../ui/code-scanner.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useOpen } from '../app/opening.tsx';
import { isLink } from '../app/pasted.ts';

interface ScanDialogProps {
  readonly open: boolean;
  onOpenChange(open: boolean): void;
}

/** Opens a share by its QR code. The camera runs only while the dialog is open. */
export function ScanDialog({ open, onOpenChange }: ScanDialogProps) {
  const text = useText();
  return (
    <Dialog trigger={null} title={text('scan.title')} open={open} onOpenChange={onOpenChange}>
      <Scan onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Scan({ onDone }: { onDone(): void }) {
  const text = useText();
  const open = useOpen();
  const [failure, setFailure] = useState<ScanFailure | null>(null);
  const [isOther, setOther] = useState(false);
  const take = (code: string) => {
    if (!isLink(code)) {
      setOther(true);
      return;
    }
    onDone();
    open((commands) => commands.openLink(code.trim()));
  };
  if (failure !== null) {
    return (
      <Notice kind="error" code={failure}>
        {text(`scan.${failure}`)}
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <CodeScanner label={text('scan.picture')} onText={take} onFailure={setFailure} />
      <p role="status" className="min-h-10 text-sm text-pretty text-quiet">
        {text(isOther ? 'scan.other' : 'scan.about')}
      </p>
    </div>
  );
}
