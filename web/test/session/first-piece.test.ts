import { expect, test, vi } from 'vitest';
import type { RunnerOptions } from '../../src/session/runner.ts';
import { Running, type RunningOptions } from '../../src/session/running.ts';

const played = vi.hoisted(() => ({ runners: [] as unknown[] }));

vi.mock('../../src/session/runner.ts', () => ({
  ShareRunner: class {
    constructor(options: unknown) {
      played.runners.push(options);
    }
  },
}));

test('the first piece is shown at once, later ones when it is time', async () => {
  const stored = new Set<number>();
  const context = { changed: vi.fn(), publish: vi.fn(), banned: new Set() };
  const holding = {
    reset: () => undefined,
    added: (piece: number) => stored.add(piece),
    get storedCount() {
      return stored.size;
    },
  };
  const presence = { rejoin: () => undefined };
  const options = { context, holding, presence, onRunner: () => undefined } as unknown as RunningOptions;
  const running = new Running(options);
  running.start(null, [], { record: { paused: false }, priorities: null });
  const runner = played.runners[0] as RunnerOptions;

  runner.onPieceStored(3);
  // The engine does not know of it yet: what is published now would not show it.
  expect(context.publish).not.toHaveBeenCalled();
  await Promise.resolve();
  expect(context.publish).toHaveBeenCalledOnce();
  runner.onPieceStored(4);
  await Promise.resolve();
  expect(context.publish).toHaveBeenCalledOnce();
});
