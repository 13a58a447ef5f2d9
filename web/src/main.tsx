import { detectMissing, type Identity, openIdentity } from './adapters/identity-store.ts';
import { detectLimitation } from './adapters/limitation.ts';
import { preparePieceStore } from './adapters/piece-store.ts';
import { type AppDeps, createView, routeOf } from './features/app/index.ts';
import type { AppSnapshot, Problem } from './session/snapshot.ts';
import { createAppStore } from './store/index.ts';

/** Why there is no going on, in words for the person. */
class Halt extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/**
 * The composition root. The start page needs little and is shown at once; all else is on its way from the first
 * moment, and is all there before anything of it is used: a server that goes away later takes nothing with it.
 */
async function main(show: (deps: AppDeps) => void): Promise<void> {
  const store = createAppStore();
  const { page } = routeOf(location.hash);
  const arriving = Promise.all([
    identify(),
    arrive(import('./start.ts')),
    arrive(import('./features/app/pages.ts')),
  ]);
  // Everything at once would make who opens a link wait: each gets ready for what it came for.
  if (page === 'link') preparePieceStore();
  if (page === 'home') {
    store.publish({ ...NOTHING_YET, limitation: detectLimitation() });
    show({ store, rest: null });
  }
  const [identity, { startSession, prepareToShare }, pages] = await arriving;
  const commands = await startSession(identity, store);
  show({ store, rest: { commands, pages } });
  if (page !== 'link') prepareToShare();
}

async function identify(): Promise<Identity> {
  const missing = await detectMissing();
  if (missing !== null) throw new Halt(missing);
  return openIdentity();
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
  settings: { downloadLimit: null, uploadLimit: null, relayOnly: false, keepAwake: true },
  tabLimits: {},
};

function problemOf(error: unknown): Problem {
  if (error instanceof Halt) return error.problem;
  return {
    code: 'start-failed',
    message: `Flockdrop could not start: ${error instanceof Error ? error.message : String(error)}. Reload the page to try again.`,
  };
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
const show = createView(root);
main(show).catch((error: unknown) => {
  // One that nothing else publishes to: what runs already must not hide why we stopped.
  const store = createAppStore();
  store.publish({ ...NOTHING_YET, unsupported: problemOf(error) });
  show({ store, rest: null });
});
