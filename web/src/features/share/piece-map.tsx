import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { useCommands } from '../app/commands.ts';
import { LEGEND, PiecePainter } from './piece-canvas.ts';
import { cellAfterKey, cellAt, gridOf } from './piece-grid.ts';
import { PieceInspector } from './piece-inspector.tsx';
import { cellWords, holderWords } from './piece-words.ts';
import { useRedraws, useWidth } from './use-canvas.ts';
import { availabilityWords, pieceWords } from './wording.ts';

const MAX_HEIGHT = 112;

/** All pieces at a glance: a picture for the eye, the same in words for everybody. */
export function PieceMap({ share }: { readonly share: ShareSnapshot }) {
  const { pieceCells, pieceCount } = share;
  if (pieceCells === null || pieceCells === '' || pieceCount === null) return null;
  return <Pieces share={share} pieceCells={pieceCells} />;
}

function Pieces({ share, pieceCells }: { readonly share: ShareSnapshot; readonly pieceCells: string }) {
  const text = useText();
  const legend = useRef<HTMLUListElement>(null);
  const [cell, setCell] = useInspection();
  const shown = cell !== null && cell < pieceCells.length ? cell : null;
  const availability = availabilityWords(text, share);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="font-semibold">{text('piece.title')}</h2>
        <p className="text-sm text-quiet tabular-nums">{pieceWords(text, share)}</p>
      </div>
      <Picture share={share} pieceCells={pieceCells} legend={legend} cell={shown} onInspect={setCell} />
      <PieceInspector share={share} pieceCells={pieceCells} cell={shown} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 text-sm text-quiet">
        <ul ref={legend} className="flex flex-wrap gap-x-4 gap-y-1">
          {LEGEND.map(([kind, look]) => (
            <li key={kind} className="flex items-center gap-1.5">
              <span data-kind={kind} className={`size-2.5 rounded-xs ${look}`} />
              {text(`piece.${kind}`)}
            </li>
          ))}
        </ul>
        {availability !== null && <p data-testid="availability">{availability}</p>}
      </div>
    </div>
  );
}

/** A slider over the cells: arrow keys, a pointer or a finger choose the one that more is told about. */
function Picture({
  share,
  pieceCells,
  legend,
  cell,
  onInspect,
}: {
  readonly share: ShareSnapshot;
  readonly pieceCells: string;
  readonly legend: { readonly current: HTMLElement | null };
  readonly cell: number | null;
  readonly onInspect: (cell: number | null) => void;
}) {
  const text = useText();
  const picture = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [painter] = useState(() => new PiecePainter());
  const width = useWidth(canvas);
  const redraws = useRedraws();
  const cells = pieceCells.length;
  const grid = gridOf(cells, width, MAX_HEIGHT);
  useLayoutEffect(() => {
    if (canvas.current === null || legend.current === null || width === 0 || document.hidden) return;
    painter.paint(canvas.current, pieceCells, {
      width,
      grid: gridOf(pieceCells.length, width, MAX_HEIGHT),
      legend: legend.current,
      // CSS alone knows the colours.
      reason: redraws,
    });
  }, [painter, pieceCells, width, redraws, legend]);
  return (
    <div
      ref={picture}
      role="slider"
      tabIndex={0}
      dir="ltr"
      data-testid="piece-map"
      aria-label={text('piece.title')}
      aria-valuemin={0}
      aria-valuemax={cells}
      aria-valuenow={cell === null ? 0 : cell + 1}
      aria-valuetext={
        cell === null
          ? text('piece.hint.keys')
          : [cellWords(text, share, pieceCells, cell), holderWords(text, share, cell)]
              .filter((words) => words !== '')
              .join('. ')
      }
      className="relative touch-pan-y rounded-sm"
      style={{ height: grid.height }}
      onKeyDown={(event) => {
        const next = cellAfterKey(event.key, cell, cells, grid.columns);
        if (next === undefined) return;
        event.preventDefault();
        onInspect(next);
      }}
      onBlur={() => onInspect(null)}
      onPointerDown={(event) => onInspect(cellUnder(event, grid, cells))}
      onPointerMove={(event) => onInspect(cellUnder(event, grid, cells))}
      onPointerLeave={({ pointerType }) => {
        // A finger that was lifted has chosen.
        if (pointerType === 'mouse' && document.activeElement !== picture.current) onInspect(null);
      }}
    >
      <canvas ref={canvas} aria-hidden className="block w-full" style={{ height: grid.height }} />
      {cell !== null && (
        <span
          className="pointer-events-none absolute rounded-xs ring-2 ring-ink"
          style={{
            left: (cell % grid.columns) * grid.pitch,
            top: Math.floor(cell / grid.columns) * grid.pitch,
            width: grid.pitch - grid.gap,
            height: grid.pitch - grid.gap,
          }}
        />
      )}
    </div>
  );
}

function cellUnder(
  event: { readonly clientX: number; readonly clientY: number; readonly currentTarget: Element },
  grid: ReturnType<typeof gridOf>,
  cells: number,
): number | null {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return cellAt(event.clientX - left, event.clientY - top, grid, cells);
}

/** The chosen cell, of which the session tells more as long as it is. */
function useInspection() {
  const commands = useCommands();
  const [cell, setCell] = useState<number | null>(null);
  useEffect(() => commands.inspect(cell), [commands, cell]);
  useEffect(() => () => commands.inspect(null), [commands]);
  return [cell, setCell] as const;
}
