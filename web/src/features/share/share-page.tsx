import { memo, useEffect } from 'react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Notice } from '../../ui/notice.tsx';
import { useApp, useCommands } from '../app/commands.ts';
import { problemWords } from '../app/problem-words.ts';
import { replaceAddress } from '../app/route.ts';
import { TabLimitsNote } from '../app/tab-limits.tsx';
import { TabMarker } from '../app/tab-marker.tsx';
import { PreviewDialog } from '../preview/preview-dialog.tsx';
import { AddressNote } from './address-note.tsx';
import { CopyDetails } from './copy-details.tsx';
import { FileList } from './file-list.tsx';
import { LinkCard } from './link-card.tsx';
import { PeerList } from './peer-list.tsx';
import { PieceMap } from './piece-map.tsx';
import { promisedState } from './promised-state.ts';
import { RatePlot } from './rate-plot.tsx';
import { RoomNotice } from './room-notice.tsx';
import { ShareActions } from './share-actions.tsx';
import { ShareSummary } from './share-summary.tsx';
import { SPREAD } from './spread.ts';
import { useSlices } from './use-slices.ts';
import { useSteady } from './use-steady.ts';
import { isAboutConnecting } from './wording.ts';

export function SharePage({ shareKey }: { readonly shareKey: string }) {
  const share = useSlices(useApp(({ shares }) => shares.find(({ key }) => key === shareKey) ?? null));
  const link = share?.link ?? null;
  useEffect(() => {
    // The address bar holds the link: a reload, a bookmark or a copied address all lead back here.
    if (link !== null && !/[#&]s=/.test(location.hash)) replaceAddress(link);
  }, [link]);
  return (
    <>
      <TabMarker shareKey={shareKey} />
      {share === null ? <Gone /> : <ShareView share={share} />}
    </>
  );
}

/** While the page can be seen its share is told in more detail. */
function useLook(key: string): void {
  const commands = useCommands();
  useEffect(() => {
    const look = () => commands.lookAt(document.hidden ? null : key);
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      commands.lookAt(null);
    };
  }, [commands, key]);
}

function Gone() {
  const text = useText();
  return (
    <div className="flex flex-col items-start gap-3 py-10">
      <h1 className="text-2xl font-semibold">{text('share.gone')}</h1>
      <p className="text-quiet">{text('share.gone.about')}</p>
      <a href="#/" className="text-accent underline underline-offset-4">
        {text('share.back')}
      </a>
    </div>
  );
}

/** Buttons and dialogs are the dearest of what is drawn, and seldom others. */
const Actions = memo(ShareActions);
const Card = memo(LinkCard);

/** What moves, beside the share's own card, link and files where the window is wide enough for both. */
const BESIDE = 'flex min-w-0 flex-col gap-6 xl:col-start-2 xl:row-span-2 xl:row-start-1';

/** Where the pieces will be, about as high: who is here already would give way to them. On a phone that is further down than is seen. */
function PiecesToCome({ isAlone }: { readonly isAlone: boolean }) {
  const text = useText();
  return (
    <div className="hidden min-h-[26rem] items-center justify-center rounded-3xl border border-line bg-card p-7 sm:flex">
      {isAlone && <p className="max-w-xs text-center text-balance text-quiet">{text('piece.to-come')}</p>}
    </div>
  );
}

const ShareView = memo(function Share({ share }: { readonly share: ShareSnapshot }) {
  const text = useText();
  const commands = useCommands();
  const { key, problem, warning, diagnosis } = share;
  const steady = useSteady(share);
  useLook(key);
  const isTaking = share.state !== 'waiting';
  const hasPieces = isTaking && share.pieceCells !== null;
  const hasFlock = isTaking && share.infoHash !== null;
  // In state `error` the problem is all there is to say.
  const dismissal = share.state === 'error' ? {} : { onDismiss: () => commands.dismissProblem(key) };
  return (
    <section
      data-testid="share"
      data-state={promisedState(share.state)}
      data-progress={share.progress}
      data-infohash={share.infoHash ?? ''}
      data-down-bps={share.downBps}
      data-up-bps={share.upBps}
      data-peers={share.connectedPeers}
      className={SPREAD}
      data-spread={hasPieces || hasFlock || undefined}
    >
      <div className="flex min-w-0 flex-col gap-6">
        <div className="@container flex flex-col gap-5 rounded-3xl border border-line bg-card p-5 sm:p-7">
          <ShareSummary key={key} share={share} />
          {problem !== null && (
            <Notice kind="error" code={problem.code} {...dismissal}>
              {problemWords(text, problem)}
            </Notice>
          )}
          {warning !== null && (
            <Notice kind="warning" code={warning.code}>
              {problemWords(text, warning)}
            </Notice>
          )}
          {diagnosis !== null && (
            <Notice kind="diagnosis" code={diagnosis.code}>
              {diagnosis.code === 'no-peers' && problem === null ? (
                // A link that leads to nobody is an error to whoever opened it, unless something is worse.
                <span data-testid="error" data-code="no-peers">
                  {problemWords(text, diagnosis)}
                </span>
              ) : (
                problemWords(text, diagnosis)
              )}
            </Notice>
          )}
          {isAboutConnecting(diagnosis) && (
            <div className="-mt-3">
              <CopyDetails shareKey={key} />
            </div>
          )}
          <RoomNotice share={share} />
          <Actions share={steady} />
          {share.role === 'runner' && <TabLimitsNote />}
          {hasFlock && <AddressNote />}
        </div>
        {share.link !== null && isTaking && <Card share={steady} link={share.link} />}
      </div>
      {(hasPieces || hasFlock) && (
        <div className={BESIDE}>
          {hasPieces && (
            <div className="flex flex-col gap-7 rounded-3xl border border-line bg-card p-5 sm:p-7">
              <RatePlot key={key} share={share} />
              <PieceMap share={share} />
            </div>
          )}
          {!hasPieces && (share.state === 'joining' || share.pieceCount !== null) && (
            <PiecesToCome isAlone={share.connectedPeers === 0 && share.progress < 1} />
          )}
          {hasFlock && <PeerList share={share} />}
        </div>
      )}
      {share.files.length > 0 && <FileList share={share} />}
      <PreviewDialog share={share} />
    </section>
  );
});
