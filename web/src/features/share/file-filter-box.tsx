import { useText } from '../../text/index.ts';
import { SearchField } from '../../ui/search-field.tsx';

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
      <SearchField
        label={text('file.filter')}
        value={query}
        testId="file-filter"
        className="bg-sunken"
        onChange={onChange}
      />
      <p role="status" className="text-sm text-quiet tabular-nums empty:sr-only">
        {found === null ? '' : text('file.found', { count: found })}
      </p>
    </div>
  );
}
