import { watchAppWorker } from './adapters/app-worker.ts';
import { takeArrival, waitingArrivals, watchLaunches } from './adapters/arrivals.ts';
import type { InstallOffer } from './adapters/install-offer.ts';
import { isMoving } from './session/leaving.ts';
import type { AppSnapshot, ServerState } from './session/snapshot.ts';
import type { AppStore, Arrival, ShellCommands } from './store/index.ts';

/** The app as an app: newer builds, what other apps hand over, installing. It goes on beside the session. */
export interface ShellRunner {
  readonly commands: ShellCommands;
  /** The session published something new. */
  follow(snapshot: AppSnapshot): void;
  /** Looks for what other apps handed over. */
  collect(): Promise<void>;
}

export function runShell(store: AppStore, installOffer: InstallOffer): ShellRunner {
  const appWorker = watchAppWorker(() => store.tell({ isUpdateReady: true }));
  const arrivals = () => store.getState().shell.arrivals;
  const add = (some: readonly Arrival[]) => store.tell({ arrivals: [...some, ...arrivals()] });
  let server: ServerState = 'connecting';
  watchLaunches((arrival) => add([arrival]));
  return {
    commands: {
      reload: () => void appWorker.reload(),
      install: () => void installOffer.take(),
      forgetArrival(id) {
        store.tell({ arrivals: arrivals().filter((arrival) => arrival.id !== id) });
        void takeArrival(id);
      },
    },
    follow(snapshot) {
      appWorker.setIdle(!snapshot.shares.some(isMoving));
      // It may have been away for a new build.
      if (server === 'offline' && snapshot.server === 'online') appWorker.look();
      server = snapshot.server;
    },
    async collect() {
      const waiting = await waitingArrivals().catch(() => []);
      if (waiting.length > 0) add(waiting);
    },
  };
}
