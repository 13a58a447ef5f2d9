import { type ReactNode, useId } from 'react';
import { useText } from '../../text/index.ts';

export interface ChoiceProps {
  readonly testId: string;
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
  /** What it does, in a sentence. */
  readonly children: ReactNode;
}

/** On or off. */
export function Choice({ testId, label, checked, disabled = false, onChange, children }: ChoiceProps) {
  return (
    <label className="flex items-start gap-3">
      <input
        type="checkbox"
        data-testid={testId}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-1 size-5 shrink-0 accent-(--color-accent)"
      />
      <span>
        <span className="font-medium">{label}</span>
        <span className="block text-sm text-pretty text-quiet">{children}</span>
      </span>
    </label>
  );
}

export interface LimitProps {
  readonly testId: string;
  readonly label: string;
  /** kB/s; `null` is unlimited. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

/** A rate, or none. */
export function Limit({ testId, label, value, onChange }: LimitProps) {
  const id = useId();
  const text = useText();
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="flex items-center gap-2">
        <input
          id={id}
          data-testid={testId}
          type="number"
          min={1}
          step={1}
          inputMode="numeric"
          placeholder={text('settings.no-limit')}
          value={value ?? ''}
          onChange={(event) => {
            const number = event.target.valueAsNumber;
            onChange(Number.isFinite(number) && number > 0 ? number : null);
          }}
          className="min-h-11 w-28 rounded-xl border border-line bg-page px-3 text-end tabular-nums"
        />
        <span className="text-quiet">{text('settings.rate-unit')}</span>
      </div>
    </div>
  );
}

export interface OneOfProps {
  readonly testId: string;
  readonly label: string;
  readonly value: string;
  /** `language`: of the name, where that is in another one. */
  readonly choices: readonly (readonly [value: string, name: string, language?: string])[];
  readonly onChange: (value: string) => void;
}

/** One of a few. */
export function OneOf({ testId, label, value, choices, onChange }: OneOfProps) {
  const id = useId();
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <select
        id={id}
        data-testid={testId}
        value={value}
        onChange={({ target }) => onChange(target.value)}
        className="min-h-11 w-48 rounded-xl border border-line bg-page px-3"
      >
        {choices.map(([choice, name, language]) => (
          <option key={choice} value={choice} lang={language}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
