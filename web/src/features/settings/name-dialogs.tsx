import { type FormEvent, type ReactElement, type ReactNode, useId, useState } from 'react';
import type { Problem } from '../../session/snapshot.ts';
import { useText } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { toast } from '../../ui/toasts.tsx';
import { useCommands } from '../app/commands.ts';
import { problemWords } from '../app/problem-words.ts';

/** Gives a file that makes another browser this one. */
export function ExportName({ trigger }: { readonly trigger: ReactElement }) {
  const text = useText();
  const commands = useCommands();
  const [isOpen, setOpen] = useState(false);
  const done = () => {
    setOpen(false);
    toast({ id: 'name', title: text('name.exported') });
  };
  return (
    <Dialog trigger={trigger} title={text('name.export.title')} open={isOpen} onOpenChange={setOpen}>
      <NameForm
        about={text('name.export.about')}
        go={text('name.export.go')}
        isNewPassphrase
        onGo={({ passphrase }) => commands.exportIdentity(passphrase)}
        onDone={done}
      />
    </Dialog>
  );
}

/** Makes this browser the one that gave the file. */
export function ImportName({ trigger }: { readonly trigger: ReactElement }) {
  const text = useText();
  const commands = useCommands();
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog trigger={trigger} title={text('name.import.title')} open={isOpen} onOpenChange={setOpen}>
      <NameForm
        about={text('name.import.about')}
        go={text('name.import.go')}
        withFile
        onGo={async ({ file, passphrase }) =>
          file === null ? null : commands.importIdentity(file, passphrase)
        }
        onDone={() => setOpen(false)}
      />
    </Dialog>
  );
}

interface NameFormProps {
  readonly about: ReactNode;
  readonly go: string;
  readonly withFile?: boolean;
  readonly isNewPassphrase?: boolean;
  onGo(given: { readonly file: File | null; readonly passphrase: string }): Promise<Problem | null>;
  onDone(): void;
}

function NameForm({ about, go, withFile = false, isNewPassphrase = false, onGo, onDone }: NameFormProps) {
  const text = useText();
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const found = await onGo({ file, passphrase });
    setBusy(false);
    setProblem(found);
    if (found === null) onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <p className="text-sm text-pretty text-quiet">{about}</p>
      {withFile && (
        <Field label={text('name.import.file')}>
          {(id) => (
            <input
              id={id}
              data-testid="identity-file"
              type="file"
              accept=".json,application/json"
              required
              onChange={({ currentTarget }) => setFile(currentTarget.files?.[0] ?? null)}
              className={`${INPUT} py-1.5 text-sm file:me-3 file:min-h-8 file:rounded-lg file:bg-sunken file:px-3`}
            />
          )}
        </Field>
      )}
      <Field label={text('name.passphrase')}>
        {(id) => (
          <input
            id={id}
            data-testid="passphrase"
            type="password"
            autoComplete={isNewPassphrase ? 'new-password' : 'current-password'}
            required
            value={passphrase}
            onChange={({ currentTarget }) => setPassphrase(currentTarget.value)}
            className={INPUT}
          />
        )}
      </Field>
      {problem !== null && (
        <Notice kind="error" code={problem.code}>
          {problemWords(text, problem)}
        </Notice>
      )}
      {problem?.code === 'identity-locked' && <Renew onDone={setProblem} />}
      <div className="flex justify-end">
        <Button type="submit" look="primary" disabled={isBusy}>
          {go}
        </Button>
      </div>
    </form>
  );
}

const INPUT = 'min-h-11 w-full rounded-xl border border-line bg-page px-3';

function Field({
  label,
  children,
}: {
  readonly label: string;
  readonly children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

/** For one whose key is from before keys could be taken along. */
function Renew({ onDone }: { onDone(problem: Problem | null): void }) {
  const text = useText();
  const commands = useCommands();
  return (
    <div className="flex flex-col items-start gap-2">
      <Button look="danger" onClick={async () => onDone(await commands.renewIdentity())}>
        {text('name.renew')}
      </Button>
      <p className="text-sm text-pretty text-quiet">{text('name.renew.about')}</p>
    </div>
  );
}
