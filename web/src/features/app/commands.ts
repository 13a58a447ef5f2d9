import { createContext, useContext, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { AppSnapshot, Commands } from '../../session/snapshot.ts';
import type { AppStore, Shell, ShellCommands } from '../../store/index.ts';

export interface AppDeps {
  readonly store: AppStore;
  /** `null` while it is on its way, and where this browser cannot take part. */
  readonly rest: Rest | null;
}

/** What comes after the start page. */
export interface Rest {
  readonly commands: Commands;
  readonly shell: ShellCommands;
  readonly pages: typeof import('./pages.ts');
}

export const DepsContext = createContext<AppDeps | null>(null);

function useDeps(): AppDeps {
  const deps = useContext(DepsContext);
  if (deps === null) throw new Error('features live inside the app');
  return deps;
}

/** A part of the last snapshot; the component renders again only when that part changes. */
export function useApp<T>(select: (snapshot: AppSnapshot) => T): T | null {
  return useStore(useDeps().store, ({ snapshot }) => (snapshot === null ? null : select(snapshot)));
}

/** Hears of every snapshot that follows another one. */
export function useNews(hear: (before: AppSnapshot | null, now: AppSnapshot) => void): void {
  const { store } = useDeps();
  const latest = useRef(hear);
  useEffect(() => {
    latest.current = hear;
  });
  useEffect(
    () =>
      store.subscribe(({ snapshot }, { snapshot: before }) => {
        if (snapshot !== null) latest.current(before, snapshot);
      }),
    [store],
  );
}

export function useShell<T>(select: (shell: Shell) => T): T {
  return useStore(useDeps().store, ({ shell }) => select(shell));
}

/** For who shows something later than it is published. */
export function useLag(): AppStore['lag'] {
  return useDeps().store.lag;
}

export function useRest(): Rest | null {
  return useDeps().rest;
}

/** For what is shown only once all is there. */
export function useCommands(): Commands {
  const rest = useRest();
  if (rest === null) throw new Error('nothing can be done yet');
  return rest.commands;
}
