import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { AppSnapshot, Commands } from '../../session/snapshot.ts';
import type { AppStore } from '../../store/index.ts';

export interface AppDeps {
  readonly store: AppStore;
  /** `null` where this browser cannot take part. */
  readonly commands: Commands | null;
}

export const DepsContext = createContext<AppDeps | null>(null);

function useDeps(): AppDeps {
  const deps = useContext(DepsContext);
  if (deps === null) throw new Error('features live inside mountApp');
  return deps;
}

/** A part of the last snapshot; the component renders again only when that part changes. */
export function useApp<T>(select: (snapshot: AppSnapshot) => T): T | null {
  return useStore(useDeps().store, ({ snapshot }) => (snapshot === null ? null : select(snapshot)));
}

export function useCommands(): Commands {
  const { commands } = useDeps();
  if (commands === null) throw new Error('nothing can be done in an unsupported browser');
  return commands;
}
