/** What pages and the service worker say to each other about the app itself. */

export type AppMessage =
  /** Sent when the page is idle: the worker makes sure that it holds the whole app, and cleans up after older ones. */
  | { readonly type: 'flockdrop-keep-app' }
  /** Comes with a port, on which `AppFacts` go back. `entry` is the path of the script that the page began with. */
  | { readonly type: 'flockdrop-ask-app'; readonly entry: string }
  /** To one that waits: nothing hinders it any more. */
  | { readonly type: 'flockdrop-take-over' };

export interface AppFacts {
  /** Whether that page is of the very build that this worker came with. */
  readonly isSameBuild: boolean;
  /** Whether something could break off if another worker took its place now: it streams, or serves more than one page. */
  readonly isBusy: boolean;
}
