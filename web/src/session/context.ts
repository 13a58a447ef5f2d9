import type { SwarmLimits, TabBudget } from '@flockdrop/shared/swarm';
import type { Identity } from '../adapters/identity-store.ts';
import type { Library } from '../adapters/library-store.ts';
import type { Alarms } from './alarms.ts';
import type { LibraryNews } from './library-tabs.ts';
import type { Signaling } from './signaling.ts';
import type { Problem, ServerState, Settings } from './snapshot.ts';

/** What all shares of a tab have in common. */
export interface SessionContext {
  /** As it is now: it may become another one. */
  readonly identity: Identity;
  /** Our UUID, as it is now. */
  readonly self: string;
  readonly alarms: Alarms;
  /** Of connections, for all shares together. */
  readonly budget: TabBudget;
  readonly signaling: Signaling;
  readonly library: Library;
  /** Of the page: links begin with it. */
  readonly origin: string;
  readonly banned: ReadonlySet<string>;
  /** Of all shares together. */
  readonly limits: SwarmLimits;
  settings(): Settings;
  server(): ServerState;
  /** Whether the page of the share with this key is on screen. */
  isLookedAt(key: string): boolean;
  /** The cell of its pieces that a person inspects. */
  inspectedOf(key: string): number | null;
  ban(peer: string): void;
  /** To the other tabs of this browser. */
  tellTabs(news: LibraryNews): void;
  /** A problem that belongs to no share, or to one that is not shown any more. */
  complain(problem: Problem): void;
  /** Something a person can see has changed. */
  changed(): void;
  /** The same, and worth no wait. */
  publish(): void;
}
