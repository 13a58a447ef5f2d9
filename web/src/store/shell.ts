/** What the app knows of itself as an app: no share has a part in it. */
export interface Shell {
  /** A newer build is ready, and a reload begins it. */
  readonly isUpdateReady: boolean;
}

export interface ShellCommands {
  /** Begins anew with the newest build. */
  reload(): void;
}

export const PLAIN_SHELL: Shell = { isUpdateReady: false };
