import type { PathFacts } from '../adapters/transport.ts';
import { type Reach, WORDS_AFTER_MS } from './attempts.ts';
import type { Problem } from './snapshot.ts';

/**
 * Why others are here and none of them can be reached: from what attempts found out, long before ICE gives up. Pure. It
 * names a cause only where the facts leave no other; trying goes on all the while.
 */

/** A STUN server that is there has answered long before. */
const SILENT_AFTER_MS = 4_000;
/** A TURN server's no, rather than its silence (RFC 8656, section 18; RFC 8489, section 14.8). */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 437, 438, 441, 442, 486, 508]);

export function noPath(reach: Reach): Problem | null {
  if (reach.isForbidden) return FORBIDDEN;
  if (reach.tryingMs === null) return null;
  if (reach.relayOnly && !reach.hasTurn) return RELAY_MISSING;
  if (reach.failures === 0 && reach.tryingMs < WORDS_AFTER_MS) return null;
  return ofOurRelay(reach) ?? ofNetworks(reach) ?? UNREACHABLE;
}

/** Our side has no relay though one is configured, and cannot do without. */
function ofOurRelay(reach: Reach): Problem | null {
  if (!reach.hasTurn || hasLocal(reach, 'relay')) return null;
  const answers = reach.paths.flatMap(({ errors }) => errors.filter(({ server }) => server === 'turn'));
  if (answers.some(({ code }) => REFUSALS.has(code))) return RELAY_REFUSED;
  return reach.relayOnly || hasLocal(reach, 'srflx') ? RELAY_UNREACHABLE : null;
}

function ofNetworks({ paths, hasStun, hasTurn, relayOnly }: Reach): Problem | null {
  if (!hasStun || relayOnly) return null;
  const ours = isSeenOutside(paths.map(({ local }) => local)) || paths.some((one) => one.isPublicHost);
  if (!ours && paths.some(isUnanswered)) return UDP_BLOCKED;
  const told = paths.map(({ remote }) => remote).filter((remote) => remote.length > 0);
  if (hasTurn || !ours || told.length === 0) return null;
  return isSeenOutside(told) || paths.some((one) => one.isPublicRemote) ? STRICT : THEIRS_BLOCKED;
}

/** STUN has not answered. Where it has, and told of no other address, there is no NAT. */
function isUnanswered({ local, errors, gatheringMs }: PathFacts): boolean {
  if (local.length === 0) return false;
  return errors.length > 0 ? errors.some(({ server }) => server === 'stun') : gatheringMs >= SILENT_AFTER_MS;
}

function isSeenOutside(sides: readonly PathFacts['local'][]): boolean {
  return sides.some((types) => types.some((type) => type !== 'host'));
}

function hasLocal({ paths }: Reach, type: PathFacts['local'][number]): boolean {
  return paths.some(({ local }) => local.includes(type));
}

const FORBIDDEN: Problem = {
  code: 'webrtc-blocked',
  message:
    'This browser does not allow direct connections (WebRTC). Allow them in its settings or extensions, or use another browser.',
};

const RELAY_MISSING: Problem = {
  code: 'relay-missing',
  message:
    'You chose to connect through a relay only, and this server has none. Turn “relay only” off in the settings, or use a server with a relay.',
};

const RELAY_REFUSED: Problem = {
  code: 'relay-refused',
  message:
    'The relay refuses to help, and there is no way around it so far. Reload the page; if that does not help, tell whoever runs this server.',
};

const RELAY_UNREACHABLE: Problem = {
  code: 'relay-unreachable',
  message:
    'The relay cannot be reached from this network, and there is no way around it so far. Trying again by itself; another network may help.',
};

const UDP_BLOCKED: Problem = {
  code: 'udp-blocked',
  message:
    'Your network seems to block direct connections (UDP). Try another network, a phone’s hotspot for example, or switch a VPN off.',
};

const THEIRS_BLOCKED: Problem = {
  code: 'peer-udp-blocked',
  message:
    'The others’ network seems to block direct connections (UDP). Ask them to try another network, or to switch a VPN off.',
};

const STRICT: Problem = {
  code: 'no-path',
  message:
    'Others are here, but both networks are strict and this server has no relay. One of you using another network helps.',
};

const UNREACHABLE: Problem = {
  code: 'unreachable',
  message:
    'Others are here, but there is no path to them yet: a firewall or network may be in the way. Trying again by itself; another network may help.',
};
