import { createClock } from './adapters/clock.ts';
import { prepareHashing } from './adapters/file-source.ts';
import { detectMissing, openIdentity } from './adapters/identity-store.ts';
import { openLibrary } from './adapters/library-store.ts';
import { detectLimitation } from './adapters/limitation.ts';
import { watchNetwork } from './adapters/network.ts';
import { preparePieceStore } from './adapters/piece-store.ts';
import { prepareSaving } from './adapters/saver.ts';
import { createWakeLock } from './adapters/wake-lock.ts';
import { mountApp, routeOf } from './features/app/index.ts';
import { dependsOnThisTab, isMoving } from './session/leaving.ts';
import { Session } from './session/session.ts';
import type { AppSnapshot, Problem } from './session/snapshot.ts';
import { createAppStore } from './store/index.ts';

/** The composition root: makes every part once and joins them. */
async function main(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no #root');
  const store = createAppStore();
  const isLink = routeOf(location.hash).page === 'link';
  // Everything at once would make who opens a link wait: each gets ready for what it came for.
  if (isLink) preparePieceStore();
  const missing = await detectMissing();
  if (missing !== null) {
    mountApp(root, { store, commands: null });
    store.publish({ ...NOTHING_YET, unsupported: missing });
    return;
  }
  const wakeLock = createWakeLock();
  const session = new Session({
    limitation: detectLimitation(),
    identity: await openIdentity(),
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
  mountApp(root, { store, commands: session });
  if (isLink) return;
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

const NOTHING_YET: AppSnapshot = {
  self: null,
  server: 'connecting',
  unsupported: null,
  limitation: null,
  problem: null,
  shares: [],
  storageUsed: null,
  storageQuota: null,
  settings: { downloadLimit: null, uploadLimit: null, relayOnly: false, keepAwake: true },
  tabLimits: {},
};

main().catch((error: unknown) => {
  const problem: Problem = {
    code: 'start-failed',
    message: `Flockdrop could not start: ${error instanceof Error ? error.message : String(error)}. Reload the page to try again.`,
  };
  const root = document.getElementById('root');
  if (root === null) return;
  const store = createAppStore();
  mountApp(root, { store, commands: null });
  store.publish({ ...NOTHING_YET, unsupported: problem });
});
