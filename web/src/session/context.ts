import type { Identity } from '../adapters/identity-store.ts';
import type { Library } from '../adapters/library-store.ts';
import type { Alarms } from './alarms.ts';
import type { Signaling } from './signaling.ts';
import type { ServerState, Settings } from './snapshot.ts';

/** What all shares of a tab have in common. */
export interface SessionContext {
  readonly identity: Identity;
  /** Our UUID. */
  readonly self: string;
  readonly alarms: Alarms;
  readonly signaling: Signaling;
  readonly library: Library;
  /** Of the page: links begin with it. */
  readonly origin: string;
  readonly banned: ReadonlySet<string>;
  settings(): Settings;
  server(): ServerState;
  ban(peer: string): void;
  /** Something a person can see has changed. */
  changed(): void;
  /** The same, and worth no wait. */
  publish(): void;
}
