import type { ShareState } from '../../session/snapshot.ts';

/** The state as the page promises it to scripts: one that waits for a word does nothing, so it is paused. */
export function promisedState(state: ShareState): Exclude<ShareState, 'waiting'> {
  return state === 'waiting' ? 'paused' : state;
}
