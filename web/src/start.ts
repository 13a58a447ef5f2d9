import { createClock } from './adapters/clock.ts';
import { prepareHashing } from './adapters/file-source.ts';
import type { Identity } from './adapters/identity-store.ts';
import type { InstallOffer } from './adapters/install-offer.ts';
import { openLibrary } from './adapters/library-store.ts';
import { detectLimitation } from './adapters/limitation.ts';
import { watchNetwork } from './adapters/network.ts';
import { afterDrawing, nextTask, whenIdle } from './adapters/next-task.ts';
import { notify } from './adapters/notifier.ts';
import { prepareSaving } from './adapters/saver.ts';
import { type EarlySocket, signalingUrl } from './adapters/signaling-socket.ts';
import { createWakeLock } from './adapters/wake-lock.ts';
import { showLooks } from './looks.ts';
import { isMoving } from './session/leaving.ts';
import { Session } from './session/session.ts';
import type { AppSnapshot, Commands, ShareSnapshot } from './session/snapshot.ts';
import { runShell } from './shell.ts';
import { type AppStore, newlyComplete, type ShellCommands } from './store/index.ts';
import { currentText } from './text/language.ts';

/** What could not wait until all of the app had come. */
export interface Beforehand {
  readonly earlySocket: EarlySocket | undefined;
  readonly installOffer: InstallOffer;
}

export interface Started {
  readonly commands: Commands;
  readonly shell: ShellCommands;
  /** Looks for what other apps handed over. */
  collect(): Promise<void>;
}

/**
 * Makes the session and all that it joins, once; what comes of it goes to the store.
 * @param earlySocket to the signaling server, where one was opened already
 */
export async function startSession(
  identity: Identity,
  store: AppStore,
  { earlySocket, installOffer }: Beforehand,
): Promise<Started> {
  const wakeLock = createWakeLock();
  const shell = runShell(store, installOffer);
  const session = new Session({
    limitation: detectLimitation(),
    identity,
    library: openLibrary(),
    clock: createClock(),
    origin: location.origin,
    signalingUrl: signalingUrl(location.origin),
    earlySocket,
    // The page hears of it in this task, and may then need several.
    afterDrawing: (callback) => void nextTask().then(() => store.lag.whenOver(() => afterDrawing(callback))),
    publish(snapshot) {
      if (snapshot.settings.notify && document.hidden) {
        for (const share of newlyComplete(store.getState().snapshot, snapshot)) tellComplete(share);
      }
      store.publish(snapshot);
      wakeLock.want(snapshot.settings.keepAwake && snapshot.shares.some(isMoving));
      shell.follow(snapshot);
      prepareOnceHeld(snapshot);
    },
  });
  addEventListener('beforeunload', (event) => {
    if (session.isNeeded()) event.preventDefault();
  });
  addEventListener('pagehide', () => session.leave());
  addEventListener('pageshow', (event) => {
    if (event.persisted) session.leave(true);
  });
  session.limitTab(location.hash);
  addEventListener('hashchange', () => session.limitTab(location.hash));
  watchNetwork((news) => session.refresh(news));
  await session.load();
  followLooks(store);
  return { commands: session, shell: shell.commands, collect: shell.collect };
}

/** What the settings say of language and theme, now and whenever they change, here or in another tab. */
function followLooks(store: AppStore): void {
  const looks = () => store.getState().snapshot?.settings ?? null;
  let shown = looks();
  if (shown !== null) showLooks(shown);
  store.subscribe(() => {
    const settings = looks();
    if (settings === null || settings === shown) return;
    shown = settings;
    showLooks(settings);
  });
}

/** Only from the tab that runs it, or every tab would tell the same. */
function tellComplete({ role, name, infoHash, link }: ShareSnapshot): void {
  if (role !== 'runner') return;
  void notify({
    title: name,
    body: currentText()('notify.body'),
    tag: infoHash ?? name,
    url: link ?? `${location.origin}/#/library`,
  });
}

/** What sharing will want, while nothing is shared yet. */
export function prepareToShare(): void {
  setTimeout(() => whenIdle(prepareHashing, SETTLED_MS), SETTLED_MS);
  if (heldMs === Number.POSITIVE_INFINITY) prepareSavingIn(FIRST_VISITOR_MS);
}

/** The worker that saves brings all of the app with it, which would take the line and the processor from what a page came for. */
const SETTLED_MS = 2_000;

/** And from the one who opens a new link at once: a machine that has both of them took a quarter longer to have a small file there. */
const FIRST_VISITOR_MS = 10_000;

let preparing: ReturnType<typeof setTimeout> | undefined;

function prepareSavingIn(ms: number): void {
  clearTimeout(preparing);
  preparing = setTimeout(prepareSaving, ms);
}

/** How soon what is held wants it. */
let heldMs = Number.POSITIVE_INFINITY;

/** Saving needs a file of the server's, which may be out of reach by the time that the share is complete. */
function prepareOnceHeld({ shares }: AppSnapshot): void {
  const wants = shares.map(({ progress, state }) => {
    if (progress === 0 || state === 'hashing') return Number.POSITIVE_INFINITY;
    return state === 'seeding' ? FIRST_VISITOR_MS : SETTLED_MS;
  });
  const ms = Math.min(...wants);
  if (ms >= heldMs) return;
  heldMs = ms;
  prepareSavingIn(ms);
}
