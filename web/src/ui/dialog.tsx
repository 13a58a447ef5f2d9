import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../text/index.ts';

export interface DialogProps {
  /** What opens it; `null` where `open` alone decides. */
  readonly trigger: ReactElement | null;
  readonly title: string;
  readonly children: ReactNode;
  /** Where more than the trigger and the ways out decide. */
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}

/** A modal over the page; Escape, the backdrop and the cross close it. */
export function Dialog({ trigger, title, children, ...openness }: DialogProps) {
  const text = useText();
  return (
    <BaseDialog.Root {...openness}>
      {trigger !== null && <BaseDialog.Trigger render={trigger} />}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 bg-black/50" />
        <BaseDialog.Popup className="fixed top-1/2 left-1/2 max-h-[90dvh] w-[min(24rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-auto rounded-2xl bg-card p-5 text-ink shadow-xl">
          <div className="mb-4 flex items-center justify-between gap-4">
            <BaseDialog.Title className="text-lg font-semibold">{title}</BaseDialog.Title>
            <BaseDialog.Close
              aria-label={text('app.close')}
              className="-m-2 rounded-lg p-2 text-quiet hover:text-ink"
            >
              <X aria-hidden className="size-5" />
            </BaseDialog.Close>
          </div>
          {children}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** Joins a dialog that stands somewhere on the page with triggers that stand elsewhere; each brings its own payload. */
export function createDialogHandle<Payload>(): BaseDialog.Handle<Payload> {
  return BaseDialog.createHandle<Payload>();
}

export function DialogTrigger<Payload>({
  handle,
  payload,
  render,
}: {
  readonly handle: BaseDialog.Handle<Payload>;
  readonly payload: Payload;
  readonly render: ReactElement;
}) {
  return <BaseDialog.Trigger handle={handle} payload={payload} render={render} />;
}

/** A modal that takes most of the window. Its content makes its own header, with a `DialogTitle` and a `DialogClose`. */
export function LargeDialog<Payload>({
  handle,
  children,
}: {
  readonly handle: BaseDialog.Handle<Payload>;
  readonly children: (payload: Payload) => ReactNode;
}) {
  return (
    <BaseDialog.Root handle={handle}>
      {({ payload }: { readonly payload: Payload | undefined }) => (
        <BaseDialog.Portal>
          <BaseDialog.Backdrop className="fixed inset-0 bg-black/60" />
          <BaseDialog.Popup className="fixed inset-2 m-auto flex h-[min(52rem,calc(100dvh-1rem))] max-w-5xl flex-col overflow-hidden rounded-2xl bg-card text-ink shadow-xl outline-none sm:inset-6 sm:h-[min(52rem,calc(100dvh-3rem))]">
            {payload !== undefined && children(payload)}
          </BaseDialog.Popup>
        </BaseDialog.Portal>
      )}
    </BaseDialog.Root>
  );
}

export function DialogTitle({
  className,
  children,
}: {
  readonly className: string;
  readonly children: ReactNode;
}) {
  return <BaseDialog.Title className={className}>{children}</BaseDialog.Title>;
}

export function DialogClose({ render }: { readonly render: ReactElement }) {
  return <BaseDialog.Close render={render} />;
}
