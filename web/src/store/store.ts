import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppSnapshot } from '../session/snapshot.ts';
import { PLAIN_SHELL, type Shell } from './shell.ts';

interface AppState {
  /** The last published; `null` before the first. */
  readonly snapshot: AppSnapshot | null;
  readonly shell: Shell;
}

export interface AppStore extends StoreApi<AppState> {
  publish(snapshot: AppSnapshot): void;
  tell(change: Partial<Shell>): void;
}

export function createAppStore(): AppStore {
  const store = createStore<AppState>(() => ({ snapshot: null, shell: PLAIN_SHELL }));
  return {
    ...store,
    publish: (snapshot) => store.setState({ snapshot }),
    tell: (change) => store.setState(({ shell }) => ({ shell: { ...shell, ...change } })),
  };
}
