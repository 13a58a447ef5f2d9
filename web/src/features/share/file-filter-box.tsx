import { Search } from 'lucide-react';
import { useText } from '../../text/index.ts';

/** Where a person types what to look for among many files. */
export function FileFilter({
  query,
  found,
  onChange,
}: {
  readonly query: string;
  /** `null`: nothing is looked for. */
  readonly found: number | null;
  readonly onChange: (query: string) => void;
}) {
  const text = useText();
  return (
    <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
      <label className="relative grow">
        <span className="sr-only">{text('file.filter')}</span>
        <Search
          aria-hidden
          className="pointer-events-none absolute start-3.5 top-1/2 size-4 -translate-y-1/2 text-quiet"
        />
        <input
          type="search"
          data-testid="file-filter"
          value={query}
          placeholder={text('file.filter')}
          onChange={({ target }) => onChange(target.value)}
          className="min-h-11 w-full rounded-xl border border-line bg-sunken ps-10 pe-4 placeholder:text-quiet"
        />
      </label>
      <p role="status" className="text-sm text-quiet tabular-nums empty:hidden">
        {found === null ? '' : text('file.found', { count: found })}
      </p>
    </div>
  );
}
