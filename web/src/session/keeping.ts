import type { Alarms } from './alarms.ts';
import { choosePersistence } from './copy.ts';
import type { Holding } from './holding.ts';
import type { ShareMemory } from './share-memory.ts';

/** A sharer that sends faster than this is busy, and copies no faster than that. */
const BUSY_BPS = 1_000_000;
const BUSY_COPY_BPS = 2_000_000;

export interface KeepingOptions {
  readonly holding: Holding;
  readonly memory: ShareMemory;
  readonly alarms: Alarms;
  /** How fast this share sends now. */
  upBps(): number;
  isStopped(): boolean;
}

/**
 * Sees to it that a sharer's files outlive a reload: copied into storage where they fit, else by their handles,
 * else not at all, and the record says which.
 */
export async function keepFiles(options: KeepingOptions, totalLength: number): Promise<void> {
  const { holding, memory } = options;
  const hasHandles = memory.record.handles.length > 0;
  const persistence = await choosePersistence(totalLength, hasHandles);
  if (options.isStopped()) return;
  await memory.patch({ persistence });
  if (persistence !== 'storing') return;
  const outcome = await holding.copy(
    () => options.isStopped(),
    (bytes) => pace(options, bytes),
  );
  if (options.isStopped() || outcome === 'stopped') return;
  await memory.patch({ persistence: outcome === 'stored' ? 'stored' : hasHandles ? 'handle' : 'memory' });
}

/** While somebody downloads, copying slows down: disk and processor are theirs first. */
async function pace({ upBps, alarms }: KeepingOptions, bytes: number): Promise<void> {
  if (upBps() < BUSY_BPS) return;
  await new Promise<void>((resolve) => {
    alarms.set({}, alarms.now() + (bytes / BUSY_COPY_BPS) * 1_000, resolve);
  });
}
