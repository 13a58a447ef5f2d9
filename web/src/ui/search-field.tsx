import { Search } from 'lucide-react';

export interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly testId: string;
  /** How it stands out from what is around it. */
  readonly className: string;
  onChange(value: string): void;
}

/** Where a person types what to look for. */
export function SearchField({ label, value, testId, className, onChange }: SearchFieldProps) {
  return (
    <label className="relative min-w-0 grow basis-56">
      <span className="sr-only">{label}</span>
      <Search
        aria-hidden
        className="pointer-events-none absolute start-3.5 top-1/2 size-4 -translate-y-1/2 text-quiet"
      />
      <input
        type="search"
        data-testid={testId}
        value={value}
        placeholder={label}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        className={`min-h-11 w-full rounded-xl border border-line ps-10 pe-3 placeholder:text-quiet ${className}`}
      />
    </label>
  );
}
