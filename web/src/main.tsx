import { firstSign } from './adapters/first-sign.ts';
import { type Identity, identify } from './adapters/identity-store.ts';
import { watchInstallOffer } from './adapters/install-offer.ts';
import { detectLimitation } from './adapters/limitation.ts';
import { nextTask, whenIdle } from './adapters/next-task.ts';
import { isNewHere } from './adapters/notes.ts';
import { preparePieceStore } from './adapters/piece-store.ts';
import { DEFAULT_SETTINGS } from './adapters/settings.ts';
import { openEarlySocket, signalingUrl } from './adapters/signaling-socket.ts';
import { isSomethingWaiting } from './features/app/brought-early.ts';
import { showFirst } from './features/app/first-view.ts';
import type { AppDeps } from './features/app/index.ts';
import { routeOf } from './features/app/route.ts';
import { speakAsNoted } from './looks.ts';
import type { AppSnapshot, Problem, ShareState } from './session/snapshot.ts';
import { type AppStore, createAppStore } from './store/index.ts';
import { currentText } from './text/language.ts';

/** Why there is no going on, in words for the person. */
class Halt extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

type Show = (deps: AppDeps) => void;

/** Drawing the start page takes no longer, or the rest is fetched meanwhile. */
const DRAWING_MS = 500;

/**
 * The composition root. It is small, so that whoever opens a link fetches everything at the same time. The start page
 * needs little and is shown as soon as that has come. All is there before anything of it is used: a server that goes
 * away later takes nothing with it.
 */
async function main(showing: Promise<Show>, speaking: Promise<Show>): Promise<void> {
  const store = createAppStore();
  const installOffer = watchInstallOffer((isInstallable) => store.tell({ isInstallable }));
  const { page } = routeOf(location.hash);
  const isHome = page === 'home';
  /** All of the app is shown: nothing less comes after it. */
  let isWhole = false;
  // Each gets ready for what it came for: a start page that shares line and processor with the rest would come late.
  const wanted = isHome && hasTime() && !isSomethingWaiting() ? firstSign() : Promise.resolve();
  const resting = isHome
    ? showing
        .then(drawn)
        .then(() => untilWanted(wanted))
        .then(fetchRest)
    : fetchRest();
  const early = page === 'link' ? openEarlySocket(signalingUrl(location.origin)) : undefined;
  if (page === 'link') preparePieceStore();
  if (isHome) {
    store.publish({ ...NOTHING_YET, limitation: detectLimitation() });
    speaking
      .then((show) => {
        if (!isWhole) show({ store, rest: null });
      })
      .catch(() => undefined);
  }
  const [show, [{ startSession, prepareToShare }, pages], identity] = await Promise.all([
    showing,
    resting,
    whoWeAre(),
  ]);
  const earlySocket = early ?? openEarlySocket(signalingUrl(location.origin));
  // Opening one takes as long as all that follows: not in one task, or the start page is stiff for the sum of it.
  if (isHome) await nextTask();
  const { commands, shell, collect } = await startSession(identity, store, { earlySocket, installOffer });
  isWhole = true;
  show({ store, rest: { commands, shell, pages } });
  if (page === 'link') return;
  prepareToShare();
  await collect();
}

/** A link that begins by itself is drawn whole this much after it began, in ms, unless it needs no more time before. */
const BEGINNING_MS = 500;

/**
 * A link that begins by itself: what it came for goes first, and the app, which would take line and processor from it, is
 * fetched and drawn when there is something to do in it. A server that goes away before that keeps it from being drawn, and
 * the page says so; what moves goes on.
 */
async function go(text: string, view: () => Promise<Show>, root: HTMLElement): Promise<void> {
  const store = createAppStore();
  const installOffer = watchInstallOffer((isInstallable) => store.tell({ isInstallable }));
  const earlySocket = openEarlySocket(signalingUrl(location.origin));
  preparePieceStore();
  const [{ startSession }, identity] = await Promise.all([arrive(import('./start.ts')), whoWeAre()]);
  const { commands, shell } = await startSession(identity, store, { earlySocket, installOffer });
  const key = commands.openLink(text, { start: true });
  if (key !== null) {
    const main = root.querySelector('main');
    if (main !== null) showFirst(main, store, key);
    await begun(store, key);
  }
  bringNear('view', 'modulepreload');
  const [show, pages] = await Promise.all([view(), arrive(import('./features/app/pages.ts'))]);
  show({ store, rest: { commands, shell, pages } });
}

/** It is here, or there is something to tell of it, or time is up. */
function begun(store: AppStore, key: string): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const look = (): void => {
      const share = store.getState().snapshot?.shares.find((one) => one.key === key);
      if (share !== undefined && !(DRAWN_LATER.has(share.state) && share.problem === null)) end();
    };
    const timer = setTimeout(end, BEGINNING_MS);
    const stop = store.subscribe(look);
    look();
  });
}

const DRAWN_LATER: ReadonlySet<ShareState> = new Set(['joining', 'downloading']);

/** In two tasks: to evaluate React with all that is drawn with it takes long enough to be noticed. */
async function fetchView() {
  await import('./features/app/react.ts');
  const { createView } = await import('./features/app/index.ts');
  await nextTask();
  return createView;
}

/** The start page is on screen, or nearly. */
function drawn(): Promise<void> {
  return new Promise((resolve) => whenIdle(resolve, DRAWING_MS));
}

/** Nothing but the start page was asked for, and this browser holds nothing that could be shown on it or go on. */
function hasTime(): boolean {
  return isNewHere() && /^(#\/?)?$/.test(location.hash) && matchMedia('(display-mode: browser)').matches;
}

/** Whoever only reads until then does not see the page being busy. In ms. */
const READING_MS = 5_000;

/** Where nobody wants anything yet, the rest is brought near, and begun when somebody does or has read for a while. */
async function untilWanted(wanted: Promise<void>): Promise<void> {
  if (await Promise.race([wanted.then(() => true), nextTask().then(() => false)])) return;
  bringNear('rest', 'prefetch');
  await Promise.race([wanted, new Promise<void>((resolve) => setTimeout(resolve, READING_MS))]);
}

/** Fetches what the document names so (`vite.config.ts`), and runs none of it. */
function bringNear(name: 'view' | 'rest', rel: 'modulepreload' | 'prefetch'): void {
  for (const { content } of document.querySelectorAll<HTMLMetaElement>(`meta[name=${name}]`)) {
    for (const href of content.split(' ')) {
      const link = Object.assign(document.createElement('link'), { rel, href });
      if (link.relList.supports(rel)) document.head.append(link);
      // Safari: what is fetched stays in its cache, under a name that never changes what it stands for.
      else void fetch(href).catch(() => undefined);
    }
  }
}

function fetchRest() {
  return arrive(Promise.all([import('./start.ts'), import('./features/app/pages.ts')]));
}

async function whoWeAre(): Promise<Identity> {
  const found = await identify();
  if ('code' in found) throw new Halt(found);
  return found;
}

/** A part of the app that did not come will not come under this name any more: browsers remember the failure. */
async function arrive<T>(part: Promise<T>): Promise<T> {
  try {
    return await part;
  } catch {
    throw new Halt({
      code: 'load-failed',
      message:
        'A part of Flockdrop did not arrive: the server is out of reach, or was updated just now. Nothing new was shared, and what this browser holds is still there. Reload the page to go on.',
    });
  }
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
  storageKept: null,
  isNew: isNewHere(),
  settings: DEFAULT_SETTINGS,
  tabLimits: {},
};

function problemOf(error: unknown): Problem {
  if (error instanceof Halt) return error.problem;
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'start-failed',
    message: `Flockdrop could not start: ${reason}. Reload the page to try again.`,
    values: { reason },
  };
}

async function tell(problem: Problem, speaking: Promise<Show>, root: HTMLElement): Promise<void> {
  // One that nothing else publishes to: what runs already must not hide why we stopped.
  const store = createAppStore();
  store.publish({ ...NOTHING_YET, unsupported: problem });
  try {
    const show = await speaking;
    show({ store, rest: null });
  } catch {
    root.textContent = currentText().find(`problem.${problem.code}`, problem.values) ?? problem.message;
  }
}

/** A language that takes longer is not waited for: until it comes the page speaks English. */
const LANGUAGE_PATIENCE_MS = 3_000;

function patience(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, LANGUAGE_PATIENCE_MS);
  });
}

function begin(root: HTMLElement): void {
  const words = Promise.race([speakAsNoted(), patience()]);
  let showing: Promise<Show> | null = null;
  const view = (): Promise<Show> => {
    showing ??= arrive(fetchView()).then((createView) => createView(root));
    return showing;
  };
  let speaking: Promise<Show> | null = null;
  // One promise for the start page and for why there is none: whichever comes later is what stays.
  const speak = (): Promise<Show> => {
    speaking ??= Promise.all([view(), words]).then(([show]) => show);
    return speaking;
  };
  const route = routeOf(location.hash);
  const running = route.page === 'link' && route.start ? go(route.text, view, root) : main(view(), speak());
  running.catch((error: unknown) => tell(problemOf(error), speak(), root));
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
begin(root);
