import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';

export interface Told {
  /** One that has the same takes its place. */
  readonly id: string;
  readonly title: ReactNode;
  /** One thing to do about it, and how long it can be done. */
  readonly action?: { readonly label: string; readonly forMs?: number; onClick(): void };
  /** It is an error, and nothing else tells of it. */
  readonly code?: string;
  /** Nobody sees it any more, whatever the reason. */
  onGone?(): void;
}

interface Data {
  readonly code?: string;
}

const manager = Toast.createToastManager<Data>();

/** Says something in passing, to whoever looks and whoever listens; nothing is lost when it is missed. */
export function toast({ id, title, action, code, onGone }: Told): void {
  manager.add({
    id,
    title,
    data: code === undefined ? {} : { code },
    ...(action === undefined
      ? {}
      : {
          timeout: action.forMs ?? DEFAULT_MS,
          actionProps: {
            children: action.label,
            onClick: () => {
              action.onClick();
              manager.close(id);
            },
          },
        }),
    ...(onGone === undefined ? {} : { onRemove: onGone }),
  });
}

/**
 * The hand that holds a phone has its thumb below: there they come from above, and leave the header free. Resting on one
 * holds all of them.
 */
const DEFAULT_MS = 6_000;
/** None may be out of reach that offers to undo something. */
const MOST = 100;

export interface ToastsProps {
  /** What the place is called where they appear. */
  readonly label: string;
  readonly dismissLabel: string;
}

/** Where they appear; once in a page. */
export function Toasts({ label, dismissLabel }: ToastsProps) {
  return (
    <Toast.Provider toastManager={manager} timeout={DEFAULT_MS} limit={MOST}>
      <Toast.Portal>
        <Toast.Viewport
          aria-label={label}
          className="pointer-events-none fixed inset-x-0 top-16 z-20 flex max-h-[60dvh] flex-col gap-2 overflow-y-auto p-4 *:pointer-events-auto focus-visible:outline-none focus-visible:*:outline-2 focus-visible:*:outline-offset-2 focus-visible:*:outline-accent *:shrink-0 sm:start-auto sm:top-auto sm:end-2 sm:bottom-2 sm:w-104 sm:flex-col-reverse"
        >
          <List dismissLabel={dismissLabel} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List({ dismissLabel }: { readonly dismissLabel: string }) {
  const { toasts } = Toast.useToastManager<Data>();
  return toasts.map((one) => (
    <Toast.Root
      key={one.id}
      toast={one}
      swipeDirection={['up', 'left', 'right']}
      className="translate-x-(--toast-swipe-movement-x) translate-y-(--toast-swipe-movement-y) rounded-2xl bg-ink text-page shadow-xl transition-[opacity,translate] duration-200 data-ending-style:opacity-0 data-limited:hidden data-starting-style:-translate-y-2 data-starting-style:opacity-0 sm:data-starting-style:translate-y-2"
    >
      <Toast.Content className="flex items-center gap-2 py-1.5 ps-4 pe-1.5">
        <Toast.Title
          render={<p />}
          className="grow py-1.5 text-pretty wrap-anywhere"
          {...(one.data?.code === undefined ? {} : { 'data-testid': 'error', 'data-code': one.data.code })}
        />
        <Toast.Action className="min-h-9 shrink-0 rounded-xl px-3 font-semibold underline decoration-2 underline-offset-4 focus-visible:outline-page" />
        <Toast.Close
          aria-label={dismissLabel}
          // Base UI hides it until the toasts are pointed at; here they lie side by side, and each can be closed at once.
          aria-hidden={false}
          className="grid size-9 shrink-0 place-items-center rounded-xl opacity-80 hover:opacity-100 focus-visible:outline-page"
        >
          <X aria-hidden className="size-4" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
