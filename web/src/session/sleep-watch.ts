import type { Alarms } from './alarms.ts';

const LOOK_EVERY_MS = 1_000;
/** Of a shorter pause connections hardly take notice; after a longer one the others have let go of us, or soon will. */
const SLEPT_AFTER_MS = 10_000;

export interface SleepWatchOptions {
  readonly alarms: Alarms;
  /** Milliseconds of the wall clock: the monotonic one may stand still with the machine. */
  wallMs(): number;
  /** We ran nothing for a while and run again: the machine slept, or the browser had frozen the page. */
  onWoke(): void;
}

/**
 * Notices, for as long as the alarms ring, that time has passed without us. Browsers tell a page that it is frozen, and
 * of the machine's sleep nothing.
 */
export function watchSleep({ alarms, wallMs, onWoke }: SleepWatchOptions): void {
  const key = {};
  let lookedMs = wallMs();
  const lookAgain = (): void => alarms.set(key, alarms.now() + LOOK_EVERY_MS, look);
  const look = (): void => {
    const nowMs = wallMs();
    const sleptMs = nowMs - lookedMs - LOOK_EVERY_MS;
    lookedMs = nowMs;
    lookAgain();
    if (sleptMs >= SLEPT_AFTER_MS) onWoke();
  };
  lookAgain();
}
