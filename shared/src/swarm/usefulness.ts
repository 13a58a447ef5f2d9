import { ROOM_NEVER_MOVED_MS, ROOM_PROBATION_MS } from './constants.ts';
import type { LinkId, RoomWish } from './types.ts';

/** Which links to let go of when there are more peers than room. Pure: it knows neither messages nor clocks. */

/** What a link is worth, over its life. */
export interface LinkWorth {
  readonly link: LinkId;
  readonly ageMs: number;
  /** It has something that we want and lack. */
  readonly gives: boolean;
  /** It wants something that we have. */
  readonly wants: boolean;
  /** Blocks are owed, or move, in either direction. */
  readonly isBusy: boolean;
  /** Both of us have all of it. */
  readonly bothComplete: boolean;
  /** Payload bytes. */
  readonly downloaded: number;
  readonly uploaded: number;
  /** Bytes of the share that it holds, from whomever. */
  readonly heldBytes: number;
}

/**
 * Links to let go of, the least useful first; each of them may go without harm to anybody. Who came first keeps its
 * place: whoever waits for something, gave something or has something for us makes room for no newcomer, of whom
 * nothing is known yet and who may be one of a thousand names of one peer.
 *
 * @param trustsStrangers whether an unmet peer is worth more than one that has what we want and never gave any of it
 */
export function dispensable(
  links: readonly LinkWorth[],
  wish: RoomWish,
  trustsStrangers = true,
): readonly LinkId[] {
  const byAge = [...links].sort((a, b) => b.ageMs - a.ageMs || a.link - b.link);
  const settled = new Set(byAge.slice(0, wish.places));
  return links
    .filter((one) => mayGo(one) && (wish.among === 'any' || one.bothComplete))
    .filter((one) => !settled.has(one) || isIdle(one) || (isMute(one) && trustsStrangers))
    .sort((a, b) => useOf(a) - useOf(b) || bpsOf(a) - bpsOf(b) || b.ageMs - a.ageMs || a.link - b.link)
    .slice(0, Math.max(0, wish.count))
    .map(({ link }) => link);
}

function mayGo(one: LinkWorth): boolean {
  if (one.ageMs < ROOM_PROBATION_MS || one.isBusy || isOnlyOurs(one)) return false;
  // Whoever has something for us is kept, unless it has let us wait for all its life.
  return !one.gives || isMute(one);
}

/** Neither waits for anything. */
function isIdle({ gives, wants }: LinkWorth): boolean {
  return !gives && !wants;
}

/** It has what we want, and in all its life nothing moved. */
export function isMute(one: LinkWorth): boolean {
  return one.gives && !hasMoved(one) && one.ageMs >= ROOM_NEVER_MOVED_MS;
}

/** Nobody but us serves it, as far as we can see: it holds no more than we gave it. */
function isOnlyOurs({ wants, heldBytes, uploaded }: LinkWorth): boolean {
  return wants && heldBytes <= uploaded;
}

/** 0: both have everything. 1: neither wants anything of the other. 2: one of us waits in vain. */
function useOf(one: LinkWorth): number {
  if (one.bothComplete) return 0;
  return isIdle(one) ? 1 : 2;
}

function hasMoved({ downloaded, uploaded }: LinkWorth): boolean {
  return downloaded + uploaded > 0;
}

function bpsOf({ downloaded, uploaded, ageMs }: LinkWorth): number {
  return (downloaded + uploaded) / Math.max(1, ageMs);
}
