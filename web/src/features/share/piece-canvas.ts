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

/** One canvas. Of many pieces few change at a time: only these are painted, and all of them where anything else did. */
export class PiecePainter {
  #cells = '';
  #grid: PieceGrid | null = null;
  #reason: unknown = null;
  #colours: ReadonlyMap<string, string> = new Map();

  /** @param reason why the colours may be others than before, or the canvas empty; the same while they are not */
  paint(
    canvas: HTMLCanvasElement,
    cells: string,
    look: {
      readonly width: number;
      readonly grid: PieceGrid;
      readonly legend: HTMLElement;
      readonly reason: unknown;
    },
  ): void {
    const context = canvas.getContext('2d');
    if (context === null) return;
    const { width, grid, legend, reason } = look;
    const isWhole =
      !isSameGrid(this.#grid, grid) || this.#reason !== reason || this.#cells.length !== cells.length;
    if (isWhole) {
      this.#colours = coloursOf(legend);
      const scale = devicePixelRatio;
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(grid.height * scale);
      context.scale(scale, scale);
    }
    for (let at = 0; at < cells.length; at++) {
      const cell = cells.charAt(at);
      if (isWhole || cell !== this.#cells.charAt(at)) this.#paintCell(context, grid, at, cell);
    }
    this.#cells = cells;
    this.#grid = grid;
    this.#reason = reason;
  }

  #paintCell(context: CanvasRenderingContext2D, grid: PieceGrid, at: number, cell: string): void {
    const { columns, pitch, gap } = grid;
    const [x, y] = [(at % columns) * pitch, Math.floor(at / columns) * pitch];
    const fill = (kind: Kind, alpha: number) => {
      context.globalAlpha = alpha;
      context.fillStyle = this.#colours.get(kind) ?? '';
      context.fillRect(x, y, pitch - gap, pitch - gap);
    };
    context.clearRect(x, y, pitch - gap, pitch - gap);
    const kind = kindOf(cell);
    fill(kind ?? 'missing', 1);
    if (kind === null) fill('held', Number(cell) / 8);
  }
}

function isSameGrid(before: PieceGrid | null, now: PieceGrid): boolean {
  return before?.columns === now.columns && before.pitch === now.pitch && before.height === now.height;
}

function coloursOf(legend: HTMLElement): ReadonlyMap<string, string> {
  const swatches = [...legend.querySelectorAll<HTMLElement>('[data-kind]')];
  return new Map(swatches.map((one) => [one.dataset.kind ?? '', getComputedStyle(one).backgroundColor]));
}
