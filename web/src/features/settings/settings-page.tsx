import { type ReactNode, useId } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useApp, useCommands } from '../app/commands.ts';
import { TabLimitsNote } from '../app/tab-limits.tsx';

export function SettingsPage() {
  const commands = useCommands();
  const settings = useApp((snapshot) => snapshot.settings);
  const self = useApp((snapshot) => snapshot.self);
  if (settings === null) return null;
  return (
    <div className="flex flex-col gap-6">
      <h1 className="text-2xl font-semibold tracking-tight">Settings</h1>
      <div className="flex flex-col gap-6 rounded-3xl border border-line bg-card p-5 sm:p-7">
        <Limit
          testId="download-limit"
          label="Download limit"
          value={settings.downloadLimit}
          onChange={(downloadLimit) => commands.updateSettings({ downloadLimit })}
        />
        <Limit
          testId="upload-limit"
          label="Upload limit"
          value={settings.uploadLimit}
          onChange={(uploadLimit) => commands.updateSettings({ uploadLimit })}
        />
        <p className="text-sm text-quiet">
          For all shares of a tab together. Every open tab of this browser follows a change at once.
        </p>
        <TabLimitsNote />
        <Choice
          testId="relay-only"
          label="Connect through a relay only"
          checked={settings.relayOnly}
          onChange={(relayOnly) => commands.updateSettings({ relayOnly })}
        >
          Others see the relay’s address instead of yours. Slower, and it needs a server that offers a relay.
        </Choice>
        <Choice
          testId="keep-awake"
          label="Keep the screen on while files move"
          checked={settings.keepAwake}
          onChange={(keepAwake) => commands.updateSettings({ keepAwake })}
        >
          A device that falls asleep stops every transfer. When nothing moves, the screen goes off as ever.
        </Choice>
      </div>
      {self !== null && (
        <section
          aria-label="This browser"
          className="flex flex-col gap-3 rounded-3xl border border-line bg-card p-5 sm:p-7"
        >
          <h2 className="font-semibold">This browser’s name</h2>
          <p className="font-mono text-[0.8rem] break-all sm:text-sm">{self}</p>
          <p className="text-sm text-quiet">
            Derived from a key that never leaves this browser, so nobody can take the name. Others see it when
            you are connected.
          </p>
          <div>
            <CopyButton size="small" text={self} label="Copy" />
          </div>
        </section>
      )}
      <section aria-label="About" className="px-1 text-sm text-pretty text-quiet">
        Flockdrop moves files from browser to browser. A small server introduces people to each other; it
        never sees names, contents or links. It is free software under the MIT license.
      </section>
    </div>
  );
}

interface ChoiceProps {
  readonly testId: string;
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}

function Choice({ testId, label, checked, onChange, children }: ChoiceProps) {
  return (
    <label className="flex items-start gap-3">
      <input
        type="checkbox"
        data-testid={testId}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-1 size-5 shrink-0 accent-(--color-accent)"
      />
      <span>
        <span className="font-medium">{label}</span>
        <span className="block text-sm text-quiet">{children}</span>
      </span>
    </label>
  );
}

interface LimitProps {
  readonly testId: string;
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

function Limit({ testId, label, value, onChange }: LimitProps) {
  const id = useId();
  return (
    <Row id={id} label={label}>
      <input
        id={id}
        data-testid={testId}
        type="number"
        min={1}
        step={1}
        inputMode="numeric"
        placeholder="no limit"
        value={value ?? ''}
        onChange={(event) => {
          const number = event.target.valueAsNumber;
          onChange(Number.isFinite(number) && number > 0 ? number : null);
        }}
        className="min-h-11 w-28 rounded-xl border border-line bg-page px-3 text-right tabular-nums"
      />
      <span className="text-quiet">kB/s</span>
    </Row>
  );
}

function Row({
  id,
  label,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="flex items-center gap-2">{children}</div>
    </div>
  );
}
