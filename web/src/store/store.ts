import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppSnapshot } from '../session/snapshot.ts';
import { Lag } from './lag.ts';
import { PLAIN_SHELL, type Shell } from './shell.ts';

interface AppState {
  /** The last published; `null` before the first. */
  readonly snapshot: AppSnapshot | null;
  readonly shell: Shell;
}

export interface AppStore extends StoreApi<AppState> {
  /** Of the page behind what was published. */
  readonly lag: Lag;
  publish(snapshot: AppSnapshot): void;
  tell(change: Partial<Shell>): void;
}

export function createAppStore(): AppStore {
  const store = createStore<AppState>(() => ({ snapshot: null, shell: PLAIN_SHELL }));
  return {
    ...store,
    lag: new Lag(),
    publish: (snapshot) => store.setState({ snapshot }),
    tell: (change) => store.setState(({ shell }) => ({ shell: { ...shell, ...change } })),
  };
}
