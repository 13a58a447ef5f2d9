import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ShareSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { gridOf } from './piece-grid.ts';
import { availabilityWords, pieceWords } from './wording.ts';

const MAX_HEIGHT = 112;

/** What a cell can be in, in the order of the legend. The swatches are where the canvas takes its colours from. */
const LEGEND = [
  ['held', 'bg-accent'],
  ['checked', 'bg-accent/45'],
  ['requested', 'bg-warn/60'],
  ['missing', 'bg-line'],
] as const;

type Kind = (typeof LEGEND)[number][0];

/** All pieces at a glance: a picture for the eye, the same in words for everybody. */
export function PieceMap({ share }: { readonly share: ShareSnapshot }) {
  const { pieceCells, pieceCount } = share;
  if (pieceCells === null || pieceCells === '' || pieceCount === null) return null;
  return <Pieces share={share} pieceCells={pieceCells} />;
}

function Pieces({ share, pieceCells }: { readonly share: ShareSnapshot; readonly pieceCells: string }) {
  const text = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const legend = useRef<HTMLUListElement>(null);
  const width = useWidth(canvas);
  const redraws = useRedraws();
  const grid = gridOf(pieceCells.length, width, MAX_HEIGHT);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `redraws` stands for the colours, which CSS alone knows.
  useLayoutEffect(() => {
    if (canvas.current === null || legend.current === null || width === 0) return;
    if (!document.hidden) draw(canvas.current, pieceCells, width, coloursOf(legend.current));
  }, [pieceCells, width, redraws]);
  const availability = availabilityWords(text, share);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="font-semibold">{text('piece.title')}</h2>
        <p className="text-sm text-quiet tabular-nums">{pieceWords(text, share)}</p>
      </div>
      <canvas
        ref={canvas}
        role="img"
        aria-label={pieceWords(text, share)}
        className="block w-full"
        style={{ height: grid.height }}
      />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 text-sm text-quiet">
        <ul ref={legend} className="flex flex-wrap gap-x-4 gap-y-1">
          {LEGEND.map(([kind, look]) => (
            <li key={kind} className="flex items-center gap-1.5">
              <span data-kind={kind} className={`size-2.5 rounded-xs ${look}`} />
              {text(`piece.${kind}`)}
            </li>
          ))}
        </ul>
        {availability !== null && <p>{availability}</p>}
      </div>
    </div>
  );
}

function draw(
  canvas: HTMLCanvasElement,
  cells: string,
  width: number,
  colours: ReadonlyMap<string, string>,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { columns, pitch, gap, height } = gridOf(cells.length, width, MAX_HEIGHT);
  const scale = devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  context.scale(scale, scale);
  const fill = (at: number, kind: Kind, alpha = 1) => {
    context.globalAlpha = alpha;
    context.fillStyle = colours.get(kind) ?? '';
    const [x, y] = [(at % columns) * pitch, Math.floor(at / columns) * pitch];
    context.fillRect(x, y, pitch - gap, pitch - gap);
  };
  for (let at = 0; at < cells.length; at++) {
    const cell = cells.charAt(at);
    if (cell === 'c') fill(at, 'checked');
    else if (cell === 'r') fill(at, 'requested');
    else {
      fill(at, 'missing');
      if (cell !== '0') fill(at, 'held', Number(cell) / 8);
    }
  }
}

/** Canvas knows neither our tokens nor `light-dark()`: the browser has worked them out for the swatches. */
function coloursOf(legend: HTMLElement): ReadonlyMap<string, string> {
  const swatches = [...legend.querySelectorAll<HTMLElement>('[data-kind]')];
  return new Map(swatches.map((one) => [one.dataset.kind ?? '', getComputedStyle(one).backgroundColor]));
}

/** Of the element's content, in whole CSS pixels; 0 before it is known. */
function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** Counts the reasons to draw anew though no piece changed: another scheme, or the page is seen again. */
function useRedraws(): number {
  const [redraws, setRedraws] = useState(0);
  useEffect(() => {
    const redraw = () => setRedraws((count) => count + 1);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', redraw);
    document.addEventListener('visibilitychange', redraw);
    return () => {
      scheme.removeEventListener('change', redraw);
      document.removeEventListener('visibilitychange', redraw);
    };
  }, []);
  return redraws;
}
