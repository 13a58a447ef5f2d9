import type { PieceGrid } from './piece-grid.ts';

/** Drawing the pieces. Canvas knows neither our tokens nor `light-dark()`: the swatches of the legend tell the colours. */

/** What a cell can be in, in the order of the legend. */
export const LEGEND = [
  ['held', 'bg-accent'],
  ['checked', 'bg-accent/45'],
  ['requested', 'bg-warn/60'],
  ['missing', 'bg-line'],
] as const;

export type Kind = (typeof LEGEND)[number][0];

/** `null`: a part of it is here, so many eighths. */
export function kindOf(cell: string): Kind | null {
  if (cell === 'c') return 'checked';
  if (cell === 'r') return 'requested';
  if (cell === '0') return 'missing';
  return cell === '8' ? 'held' : null;
}

export function drawPieces(
  canvas: HTMLCanvasElement,
  cells: string,
  { width, grid, legend }: { readonly width: number; readonly grid: PieceGrid; readonly legend: HTMLElement },
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const colours = coloursOf(legend);
  const { columns, pitch, gap, height } = grid;
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
    const kind = kindOf(cell);
    if (kind !== null) fill(at, kind);
    else {
      fill(at, 'missing');
      fill(at, 'held', Number(cell) / 8);
    }
  }
}

function coloursOf(legend: HTMLElement): ReadonlyMap<string, string> {
  const swatches = [...legend.querySelectorAll<HTMLElement>('[data-kind]')];
  return new Map(swatches.map((one) => [one.dataset.kind ?? '', getComputedStyle(one).backgroundColor]));
}
