import type { FileSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';

/** Whether a file is wanted at all; of a folder, whether all of it is, or some. */
export function WishBox({
  wish,
  label,
  onChange,
}: {
  readonly wish: 'all' | 'some' | 'none';
  readonly label: string;
  readonly onChange: (isWanted: boolean) => void;
}) {
  return (
    // The label makes the whole corner of the row a target for a thumb.
    <label className="-my-2.5 -ms-3 -me-1 flex min-h-11 shrink-0 items-center self-stretch ps-3 pe-1">
      <input
        type="checkbox"
        className="size-5 accent-accent"
        aria-label={label}
        ref={(box) => {
          if (box !== null) box.indeterminate = wish === 'some';
        }}
        checked={wish === 'all'}
        onChange={({ target }) => onChange(target.checked)}
      />
    </label>
  );
}

type Wanted = Exclude<FileSnapshot['priority'], 0>;

/** How much sooner than others wanted files come. */
export function PriorityChoice({
  priority,
  label,
  onChange,
}: {
  /** `null`: not the same for all. */
  readonly priority: FileSnapshot['priority'] | null;
  readonly label: string;
  readonly onChange: (priority: Wanted) => void;
}) {
  const text = useText();
  return (
    <select
      className="min-h-9 shrink-0 rounded-lg border border-line bg-card px-1.5 text-sm text-quiet hover:text-ink"
      aria-label={label}
      value={priority ?? ''}
      onChange={({ target }) => {
        const chosen = PRIORITIES.find(({ value }) => String(value) === target.value)?.value;
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      {priority === null && (
        <option value="" hidden>
          {text('file.priority.mixed')}
        </option>
      )}
      {PRIORITIES.map(({ value, name }) => (
        <option key={value} value={value}>
          {text(`file.priority.${name}`)}
        </option>
      ))}
    </select>
  );
}

const PRIORITIES = [
  { value: 3, name: 'first' },
  { value: 2, name: 'normal' },
  { value: 1, name: 'last' },
] as const;
