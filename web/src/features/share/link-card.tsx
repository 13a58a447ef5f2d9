import { FileDown, QrCode as QrIcon } from 'lucide-react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { useCommands } from '../app/commands.ts';

/** The link, and every other way to hand the share on. */
export function LinkCard({ share, link }: { readonly share: ShareSnapshot; readonly link: string }) {
  const commands = useCommands();
  const text = useText();
  return (
    <section
      aria-label={text('share.link')}
      className="flex flex-col gap-3 rounded-3xl border border-line bg-card p-5 sm:p-7"
    >
      <h2 className="font-semibold">{text('share.send-link')}</h2>
      <div className="flex flex-col gap-2 sm:flex-row">
        <input
          readOnly
          data-testid="share-link"
          data-link={link}
          aria-label={text('share.link-input')}
          dir="ltr"
          value={link}
          onFocus={(event) => event.currentTarget.select()}
          className="min-h-11 min-w-0 grow rounded-xl border border-line bg-sunken px-4 font-mono text-sm"
        />
        <CopyButton look="primary" text={link} label={text('share.copy-link')} />
      </div>
      <div className="-mx-3 flex flex-wrap">
        <Dialog
          title={text('share.qr.title')}
          trigger={
            <Button look="quiet" size="small">
              <QrIcon aria-hidden className="size-4" />
              {text('share.qr')}
            </Button>
          }
        >
          <QrCode text={link} label={text('share.qr.label')} />
          <p className="mt-3 text-sm text-quiet">{text('share.qr.about')}</p>
        </Dialog>
        {share.pieceCount !== null && (
          <Button
            look="quiet"
            size="small"
            data-testid="export-torrent"
            onClick={() => commands.exportTorrent(share.key)}
          >
            <FileDown aria-hidden className="size-4" />
            {text('share.torrent')}
          </Button>
        )}
        {share.magnet !== null && (
          <CopyButton look="quiet" size="small" text={share.magnet} label={text('share.magnet')} />
        )}
      </div>
    </section>
  );
}
