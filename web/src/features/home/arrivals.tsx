import { FileInput, Share2 } from 'lucide-react';
import type { Arrival } from '../../store/index.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useRest, useShell } from '../app/commands.ts';
import { useOpen } from '../app/opening.tsx';
import { useHash } from '../app/use-hash.ts';

/** Named one by one; the others are counted. */
const NAMED = 4;

/** What other apps handed over: shared once a person says so, for any page of the web could have sent it. */
export function Arrivals() {
  const text = useText();
  const arrivals = useShell((shell) => shell.arrivals);
  const isLost = useHash() === '#received=failed';
  return (
    <>
      {isLost && (
        <Notice kind="error" code="handover-failed">
          {text('shell.arrival.lost')}
        </Notice>
      )}
      {arrivals.map((arrival) => (
        <ArrivalCard key={arrival.id} arrival={arrival} />
      ))}
    </>
  );
}

function ArrivalCard({ arrival }: { readonly arrival: Arrival }) {
  const text = useText();
  const open = useOpen();
  const shell = useRest()?.shell;
  const { id, files, link } = arrival;
  const [first] = files;
  const torrent = files.length === 1 && first?.path.toLowerCase().endsWith('.torrent') ? first.file : null;
  const isShared = link === null && torrent === null;
  const take = () =>
    open(async (commands) => {
      const key =
        link !== null
          ? commands.openLink(link)
          : torrent === null
            ? commands.createShare(files)
            : await commands.openTorrent(torrent);
      if (key !== null) shell?.forgetArrival(id);
      return key;
    });
  return (
    <section
      data-testid="arrival"
      aria-label={text('shell.arrival')}
      className="flex flex-col gap-4 rounded-3xl border-2 border-accent bg-card p-5 sm:p-7"
    >
      <div>
        <h2 className="text-lg font-semibold">
          {link === null ? text('shell.arrival.files', { count: files.length }) : text('shell.arrival.link')}
        </h2>
        {link !== null && (
          <p className="mt-1 truncate text-quiet">
            <bdi>{link}</bdi>
          </p>
        )}
        <ul className="mt-1 text-quiet">
          {files.slice(0, NAMED).map(({ path, file }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat, and the list never changes
            <li key={index} className="flex justify-between gap-4 tabular-nums">
              <span className="truncate">
                <bdi>{path}</bdi>
              </span>
              <span className="shrink-0">{text.bytes(file.size)}</span>
            </li>
          ))}
          {files.length > NAMED && <li>{text('shell.arrival.more', { count: files.length - NAMED })}</li>}
        </ul>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" onClick={take}>
          {isShared ? (
            <Share2 aria-hidden className="size-4" />
          ) : (
            <FileInput aria-hidden className="size-4" />
          )}
          {text(isShared ? 'shell.arrival.share' : 'shell.arrival.open')}
        </Button>
        <Button look="quiet" onClick={() => shell?.forgetArrival(id)}>
          {text('shell.arrival.discard')}
        </Button>
      </div>
    </section>
  );
}
