import type { FileSnapshot } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { useCommands } from '../app/commands.ts';

interface FileProps {
  readonly file: FileSnapshot;
  readonly shareKey: string;
}

/** Whether a file is wanted at all. */
export function FileCheckbox({ file, shareKey }: FileProps) {
  const commands = useCommands();
  const text = useText();
  return (
    // The label makes the whole corner of the row a target for a thumb.
    <label className="-my-2.5 -me-1 -ms-3 pe-1 flex min-h-11 shrink-0 items-center self-stretch ps-3">
      <input
        type="checkbox"
        className="size-5 accent-accent"
        aria-label={text('file.wanted', { path: file.path })}
        checked={file.priority > 0}
        onChange={({ target }) =>
          commands.select(shareKey, { files: [file.index], priority: target.checked ? 2 : 0 })
        }
      />
    </label>
  );
}

/** How much sooner than others a wanted file comes. */
export function FilePriority({ file, shareKey }: FileProps) {
  const commands = useCommands();
  const text = useText();
  return (
    <select
      className="min-h-9 shrink-0 rounded-lg border border-line bg-card px-1.5 text-sm text-quiet hover:text-ink"
      aria-label={text('file.priority', { path: file.path })}
      value={file.priority}
      onChange={({ target }) => {
        const priority = PRIORITIES.find(({ value }) => String(value) === target.value)?.value;
        if (priority !== undefined) commands.select(shareKey, { files: [file.index], priority });
      }}
    >
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
