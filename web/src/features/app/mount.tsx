import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { type AppDeps, DepsContext } from './commands.ts';

/** Renders the app into `root`; what it shows comes from the store, what it does goes to the commands. */
export function mountApp(root: HTMLElement, deps: AppDeps): void {
  createRoot(root).render(
    <StrictMode>
      <DepsContext value={deps}>
        <App />
      </DepsContext>
    </StrictMode>,
  );
}
