import type { PickedFile } from '../session/snapshot.ts';

/** What came from another app or was opened with this one, and waits for a person's word. */
export interface Arrival {
  readonly id: string;
  readonly files: readonly PickedFile[];
  /** A share link or a magnet that came instead of files. */
  readonly link: string | null;
}

/** What the app knows of itself as an app: no share has a part in it. */
export interface Shell {
  /** A newer build is ready, and a reload begins it. */
  readonly isUpdateReady: boolean;
  /** The browser offers to install it. */
  readonly isInstallable: boolean;
  /** The latest first. */
  readonly arrivals: readonly Arrival[];
}

export interface ShellCommands {
  /** Begins anew with the newest build. */
  reload(): void;
  /** Call from a gesture. */
  install(): void;
  /** It was shared, or is not wanted. */
  forgetArrival(id: string): void;
}

export const PLAIN_SHELL: Shell = { isUpdateReady: false, isInstallable: false, arrivals: [] };
