import { CircleAlert, Info, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../text/index.ts';

export interface NoticeProps {
  /** A warning is worth knowing; it is no fault, so it is said calmly. */
  readonly kind: 'error' | 'warning' | 'diagnosis';
  readonly code: string;
  readonly children: ReactNode;
  readonly onDismiss?: () => void;
}

/** A coded message a person can act on, announced to screen readers. */
export function Notice({ kind, code, children, onDismiss }: NoticeProps) {
  const text = useText();
  const isError = kind === 'error';
  const look = {
    error: 'bg-bad-soft text-bad',
    warning: 'bg-sunken text-quiet',
    diagnosis: 'bg-warn-soft text-warn',
  };
  const Icon = isError ? CircleAlert : Info;
  return (
    <div
      role={isError ? 'alert' : 'status'}
      className={`flex items-start gap-3 rounded-xl px-4 py-3 ${look[kind]}`}
    >
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <p data-testid={kind} data-code={code} className="grow text-pretty">
        {children}
      </p>
      {onDismiss !== undefined && (
        <button
          type="button"
          aria-label={text('app.dismiss')}
          onClick={onDismiss}
          className="-m-1 rounded-lg p-1 hover:opacity-70"
        >
          <X aria-hidden className="size-5" />
        </button>
      )}
    </div>
  );
}
