import type { ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { PeerBadge } from '../../ui/peer-badge.tsx';
import { cellWords, holderWords, inspectedOf } from './piece-words.ts';

/**
 * What there is to say of the piece that a person points at. It has its place from the beginning, so that nothing jumps;
 * the slider says the same to whoever listens.
 */
export function PieceInspector({
  share,
  pieceCells,
  cell,
}: {
  readonly share: ShareSnapshot;
  readonly pieceCells: string;
  readonly cell: number | null;
}) {
  const text = useText();
  return (
    <div aria-hidden data-testid="piece-inspector" className="flex min-h-12 items-center gap-3 text-sm">
      {cell === null ? (
        <p className="text-pretty text-quiet">{text('piece.hint')}</p>
      ) : (
        <>
          <p className="flex -space-x-2 rtl:space-x-reverse">
            {inspectedOf(share, cell)?.holders.map((id) => (
              <span key={id} className="rounded-full ring-2 ring-card">
                <PeerBadge id={id} small />
              </span>
            ))}
          </p>
          <div className="min-w-0">
            <p className="font-medium tabular-nums">{cellWords(text, share, pieceCells, cell)}</p>
            <p className="text-pretty text-quiet">{holderWords(text, share, cell)}</p>
          </div>
        </>
      )}
    </div>
  );
}
