import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchAppWorker } from '../../src/adapters/app-worker.ts';
import { WORKER_CHANGE } from '../../src/adapters/service-worker.ts';
import { keepFrom, unlessElsewhere } from '../../src/adapters/topic-lock.ts';
import type { AppFacts, AppMessage } from '../../src/worker/app-protocol.ts';
import { FakeLocks } from '../session/locks.ts';

/** A service worker as a page sees it: answers with its facts, or not at all. */
class Worker extends EventTarget {
  state = 'installing';
  readonly heard: string[] = [];
  /** Takes over at once when told to. */
  isWilling = true;
  facts: AppFacts | null;

  constructor(facts: AppFacts | null = { isSameBuild: true, isBusy: false }) {
    super();
    this.facts = facts;
  }

  become(state: string) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }

  postMessage(message: AppMessage, [port]: readonly MessagePort[] = []) {
    this.heard.push(message.type);
    if (message.type === 'flockdrop-ask-app' && this.facts !== null) port?.postMessage(this.facts);
    if (message.type === 'flockdrop-take-over' && this.isWilling) this.become('activated');
  }
}

class Registration extends EventTarget {
  active: Worker | null = null;
  waiting: Worker | null = null;
  installing: Worker | null = null;
  update = vi.fn(async () => undefined);

  /** A newer worker is found, fetches what it needs, and waits. */
  find(worker: Worker) {
    this.installing = worker;
    this.dispatchEvent(new Event('updatefound'));
    this.installing = null;
    this.waiting = worker;
    worker.become('installed');
  }
}

const NEWER: AppFacts = { isSameBuild: false, isBusy: false };
let registration: Registration;
let container: EventTarget & { ready: Promise<Registration>; controller: Worker | null };
let page: EventTarget;
const reload = vi.fn();

beforeEach(() => {
  registration = new Registration();
  registration.active = new Worker();
  container = Object.assign(new EventTarget(), {
    ready: Promise.resolve(registration),
    controller: registration.active,
  });
  page = new EventTarget();
  vi.stubGlobal('navigator', { serviceWorker: container, locks: new FakeLocks() });
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('document', Object.assign(new EventTarget(), { querySelector: () => null }));
  vi.stubGlobal('location', { reload });
  vi.stubGlobal('requestIdleCallback', (work: () => void) => work());
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  reload.mockClear();
});

async function watching() {
  const onNewer = vi.fn();
  const watch = watchAppWorker(onNewer);
  await container.ready;
  return { onNewer, watch };
}

const tookOver = (worker: Worker) => worker.heard.includes('flockdrop-take-over');
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

test('when idle the page asks the worker to keep the app', async () => {
  await watching();
  await vi.waitFor(() => expect(registration.active?.heard).toEqual(['flockdrop-keep-app']));
});

test('a worker that another takes the place of is woken by nothing: the one that comes keeps the app', async () => {
  const [older, newer] = [registration.active, new Worker(NEWER)];
  let changed = (): void => undefined;
  const change = new Promise<void>((resolve) => {
    changed = resolve;
  });
  const changing = unlessElsewhere(WORKER_CHANGE, () => change);
  await watching();
  await settled();
  registration.active = newer;
  changed();
  await changing;
  await vi.waitFor(() => expect(newer.heard).toContain('flockdrop-keep-app'));
  expect(older?.heard).toEqual([]);
});

test('a newer build is told; its worker takes over as soon as nothing moves, and nothing is reloaded', async () => {
  const { onNewer, watch } = await watching();
  const newer = new Worker(NEWER);
  registration.find(newer);
  await vi.waitFor(() => expect(onNewer).toHaveBeenCalledOnce());
  await settled();
  expect(tookOver(newer)).toBe(false);
  watch.setIdle(true);
  await vi.waitFor(() => expect(tookOver(newer)).toBe(true));
  expect(reload).not.toHaveBeenCalled();
});

test('the worker that came with this very page is nothing to tell of', async () => {
  const { onNewer, watch } = await watching();
  watch.setIdle(true);
  const same = new Worker();
  registration.find(same);
  await vi.waitFor(() => expect(tookOver(same)).toBe(true));
  expect(onNewer).not.toHaveBeenCalled();
});

test('while a download is streamed no other worker takes over, not even at a person’s word', async () => {
  const { watch } = await watching();
  watch.setIdle(true);
  const newer = new Worker(NEWER);
  if (registration.active !== null) registration.active.facts = { isSameBuild: true, isBusy: true };
  registration.find(newer);
  await watch.reload();
  expect(tookOver(newer)).toBe(false);
  expect(reload).toHaveBeenCalledOnce();
});

test('while a tab is about to save no other worker takes over; once it has saved one does', async () => {
  const { watch } = await watching();
  const saved = await keepFrom(WORKER_CHANGE);
  const newer = new Worker(NEWER);
  registration.find(newer);
  watch.setIdle(true);
  await settled();
  expect(tookOver(newer)).toBe(false);
  watch.setIdle(false);
  await saved();
  watch.setIdle(true);
  await vi.waitFor(() => expect(tookOver(newer)).toBe(true));
});

test.each(['activated', 'redundant'])(
  'who wants to save waits until the other worker is %s',
  async (state) => {
    const { watch } = await watching();
    const newer = new Worker(NEWER);
    newer.isWilling = false;
    registration.find(newer);
    watch.setIdle(true);
    await vi.waitFor(() => expect(tookOver(newer)).toBe(true));
    const onMaySave = vi.fn();
    void keepFrom(WORKER_CHANGE).then(onMaySave);
    newer.become('activating');
    await settled();
    expect(onMaySave).not.toHaveBeenCalled();
    newer.become(state);
    await vi.waitFor(() => expect(onMaySave).toHaveBeenCalledOnce());
  },
);

test('a worker that was replaced before it was told is not waited for', async () => {
  const { watch } = await watching();
  const newer = new Worker(NEWER);
  newer.isWilling = false;
  registration.find(newer);
  await settled();
  watch.setIdle(true);
  newer.become('redundant');
  await settled();
  expect(tookOver(newer)).toBe(false);
  const onMaySave = vi.fn();
  void keepFrom(WORKER_CHANGE).then(onMaySave);
  await vi.waitFor(() => expect(onMaySave).toHaveBeenCalledOnce());
});

test('a worker that does not take over when told keeps nobody from saving for good', async () => {
  vi.useFakeTimers();
  const { watch } = await watching();
  const newer = new Worker(NEWER);
  newer.isWilling = false;
  registration.find(newer);
  watch.setIdle(true);
  await vi.advanceTimersByTimeAsync(100);
  expect(tookOver(newer)).toBe(true);
  const onMaySave = vi.fn();
  void keepFrom(WORKER_CHANGE).then(onMaySave);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(onMaySave).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(onMaySave).toHaveBeenCalledOnce();
});

test('a person who wants to reload waits two seconds at most for the worker to change', async () => {
  vi.useFakeTimers();
  const { watch } = await watching();
  const newer = new Worker(NEWER);
  newer.isWilling = false;
  registration.find(newer);
  void watch.reload();
  await vi.advanceTimersByTimeAsync(1_900);
  expect(tookOver(newer)).toBe(true);
  expect(reload).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);
  expect(reload).toHaveBeenCalledOnce();
});

test('a person’s word is enough while something else moves', async () => {
  const { watch } = await watching();
  const newer = new Worker(NEWER);
  registration.find(newer);
  await settled();
  await watch.reload();
  expect(tookOver(newer)).toBe(true);
  expect(reload).toHaveBeenCalledOnce();
});

test('a worker that does not know the question is let alone', async () => {
  vi.useFakeTimers();
  const { watch } = await watching();
  if (registration.active !== null) registration.active.facts = null;
  const newer = new Worker(NEWER);
  registration.find(newer);
  watch.setIdle(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(tookOver(newer)).toBe(false);
});

test('one that took over at another tab’s word is told, the first of all is not', async () => {
  container.controller = null;
  const { onNewer } = await watching();
  const change = (worker: Worker) => {
    container.controller = worker;
    container.dispatchEvent(new Event('controllerchange'));
  };
  change(new Worker(NEWER));
  await settled();
  expect(onNewer).not.toHaveBeenCalled();
  change(new Worker(NEWER));
  await vi.waitFor(() => expect(onNewer).toHaveBeenCalledOnce());
});

test('it looks for a newer build when the network is back, but not all the time', async () => {
  vi.useFakeTimers();
  const { watch } = await watching();
  page.dispatchEvent(new Event('online'));
  expect(registration.update).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(11 * 60_000);
  page.dispatchEvent(new Event('online'));
  watch.look();
  expect(registration.update).toHaveBeenCalledOnce();
});

test('without service workers nothing is watched, and a reload is a reload', async () => {
  vi.stubGlobal('navigator', {});
  const watch = watchAppWorker(() => undefined);
  watch.setIdle(true);
  await watch.reload();
  expect(reload).toHaveBeenCalledOnce();
});
