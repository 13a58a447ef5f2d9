import { createClock } from './adapters/clock.ts';
import { prepareHashing } from './adapters/file-source.ts';
import type { Identity } from './adapters/identity-store.ts';
import { openLibrary } from './adapters/library-store.ts';
import { detectLimitation } from './adapters/limitation.ts';
import { watchNetwork } from './adapters/network.ts';
import { prepareSaving } from './adapters/saver.ts';
import { createWakeLock } from './adapters/wake-lock.ts';
import { dependsOnThisTab, isMoving } from './session/leaving.ts';
import { Session } from './session/session.ts';
import type { AppSnapshot, Commands } from './session/snapshot.ts';
import type { AppStore } from './store/index.ts';

/** Makes the session and all that it joins, once; what comes of it goes to the store. */
export async function startSession(identity: Identity, store: AppStore): Promise<Commands> {
  const wakeLock = createWakeLock();
  const session = new Session({
    limitation: detectLimitation(),
    identity,
    library: openLibrary(),
    clock: createClock(),
    origin: location.origin,
    signalingUrl: `${location.origin.replace(/^http/, 'ws')}/signal`,
    publish(snapshot) {
      store.publish(snapshot);
      wakeLock.want(snapshot.settings.keepAwake && snapshot.shares.some(isMoving));
      prepareOnceFetched(snapshot);
    },
  });
  addEventListener('beforeunload', (event) => {
    if (store.getState().snapshot?.shares.some(dependsOnThisTab) === true) event.preventDefault();
  });
  session.limitTab(location.hash);
  addEventListener('hashchange', () => session.limitTab(location.hash));
  watchNetwork((news) => session.refresh(news));
  await session.load();
  return session;
}

/** What sharing will want, while nothing is shared yet. */
export function prepareToShare(): void {
  void prepareSaving();
  prepareHashing();
}

let isPreparedToSave = false;

/** Saving needs a file of the server's, which may be out of reach by the time that the share is complete. */
function prepareOnceFetched({ shares }: AppSnapshot): void {
  if (isPreparedToSave || !shares.some(({ progress }) => progress > 0)) return;
  isPreparedToSave = true;
  void prepareSaving();
}
