import { expect, test, vi } from 'vitest';
import { type HostOptions, ShareHost } from '../../src/session/host.ts';

const played = vi.hoisted(() => ({ runs: 0 }));

vi.mock('../../src/session/runner.ts', () => ({
  ShareRunner: class {
    constructor() {
      played.runs++;
    }
    stop() {}
    has() {
      return false;
    }
    view() {
      return { wantedBytes: 2, wantedHaveBytes: 0 };
    }
  },
}));

/** A link that was just opened, in a browser that needs a while to say which of its pieces it holds. */
function opened(stored: readonly number[]) {
  played.runs = 0;
  let answer = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const geometry = { pieceCount: 2, totalLength: 2 };
  const memory: { torrent: unknown; record: object; priorities: null } = {
    torrent: null,
    record: { infoHash: '', paused: false, handles: [], role: 'leech' },
    priorities: null,
  };
  const holding = {
    load: () => asked,
    pieces: () => (memory.torrent === null ? [] : stored),
    reset: () => undefined,
    storedCount: stored.length,
    hasFiles: false,
  };
  const context = { changed: () => undefined, banned: new Set() };
  const presence = { rejoin: () => undefined };
  const options = { context, memory, holding, presence, onRunner: () => undefined };
  const host = new ShareHost(options as unknown as HostOptions);
  const begun = host.begin();
  const learn = () => {
    memory.torrent = { info: { geometry } };
  };
  return { begun, answer: () => answer(), learn };
}

test('a link meets the others before storage has said what lies there', async () => {
  const { begun, answer } = opened([]);
  await Promise.resolve();
  expect(played.runs).toBe(1);
  answer();
  await begun;
  expect(played.runs).toBe(1);
});

test('what lies there from before is used, though the files were known sooner', async () => {
  const { begun, answer, learn } = opened([1]);
  await Promise.resolve();
  learn();
  answer();
  await begun;
  expect(played.runs).toBe(2);
});
