import { Upload } from 'lucide-react';
import { useText } from '../../text/index.ts';

/** Over the whole window while files are dragged across it: it takes them wherever they are let go. */
export function DropVeil({ count }: { readonly count: number }) {
  const text = useText();
  return (
    <div className="pointer-events-none fixed inset-0 z-20 grid animate-veil place-items-center bg-page/80 p-3 backdrop-blur-sm sm:p-5">
      <div className="grid size-full place-items-center rounded-3xl border-4 border-dashed border-accent bg-accent-soft/70">
        <div className="flex flex-col items-center gap-4 text-center text-accent">
          <span className="grid size-24 animate-lift place-items-center rounded-full bg-accent text-accent-ink shadow-xl">
            <Upload aria-hidden className="size-10" />
          </span>
          <p className="text-3xl font-semibold tracking-tight">{text('app.drop')}</p>
          {/* Some browsers tell the number only when they are let go. */}
          {count > 0 && <p className="text-lg tabular-nums">{text('app.drop.count', { count })}</p>}
        </div>
      </div>
    </div>
  );
}
