import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { type AppDeps, DepsContext } from './commands.ts';

/** Gives what renders the app into `root`: what it shows comes from the store, what it does goes to the commands. */
export function createView(root: HTMLElement): (deps: AppDeps) => void {
  const reactRoot = createRoot(root);
  return (deps) =>
    startTransition(() =>
      reactRoot.render(
        <StrictMode>
          <DepsContext value={deps}>
            <App />
          </DepsContext>
        </StrictMode>,
      ),
    );
}
