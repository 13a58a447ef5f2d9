import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppSnapshot } from '../session/snapshot.ts';

/** The last published snapshot; `null` before the first. */
export interface AppStore extends StoreApi<{ readonly snapshot: AppSnapshot | null }> {
  publish(snapshot: AppSnapshot): void;
}

export function createAppStore(): AppStore {
  const store = createStore<{ readonly snapshot: AppSnapshot | null }>(() => ({ snapshot: null }));
  return { ...store, publish: (snapshot) => store.setState({ snapshot }) };
}
