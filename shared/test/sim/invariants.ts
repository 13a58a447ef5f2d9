import { MAX_HELD_MESSAGES, READ_AHEAD_BLOCKS, REQQ } from '../../src/swarm/constants.ts';
import type { Content, Context } from '../../src/swarm/context.ts';
import type { Peer } from '../../src/swarm/peer.ts';
import type { PeerMessage } from '../../src/wire/index.ts';
import type { Symbolic } from './symbolic.ts';

/**
 * What must be true of an engine between any two events. The first is cheap enough for every step, the second looks at
 * every piece of every peer.
 *
 * @returns what is wrong, or `null`
 */
export function quickFault(context: Context<Symbolic>, stored: ReadonlySet<number>): string | null {
  const have = context.content?.ledger.have;
  if (have !== undefined && have.count !== stored.size) {
    return `says it has ${have.count} pieces and stored ${stored.size}`;
  }
  for (const peer of context.peers.values()) {
    const fault = quickFaultOf(peer);
    if (fault !== null) return `${fault} (of ${peer.id})`;
  }
  return null;
}

function quickFaultOf(peer: Peer<Symbolic>): string | null {
  if ((peer.owesSinceMs === null) !== (peer.requests.size === 0)) return 'owing and requests differ';
  if (peer.requests.size > peer.reqq) return `${peer.requests.size} requests in flight`;
  if (peer.reading < 0 || peer.reading > READ_AHEAD_BLOCKS) return `${peer.reading} blocks being read`;
  if (peer.queue.length + peer.reading > REQQ) return `${peer.queue.length} answers queued`;
  if (peer.introduction.held.length > MAX_HELD_MESSAGES) return 'too many messages held';
  if (!peer.ready && (peer.requests.size > 0 || peer.queue.length > 0)) return 'data before an introduction';
  return null;
}

export function deepFault(context: Context<Symbolic>, stored: ReadonlySet<number>): string | null {
  const { content } = context;
  if (content === null) return null;
  for (const piece of content.ledger.have) if (!stored.has(piece)) return `has piece ${piece} unstored`;
  return (
    holdersFault(context, content) ??
    wishesFault(content) ??
    requestsFault(context, content) ??
    partialsFault(context, content)
  );
}

/** Availability, what is wanted and interest follow from what peers hold. */
function holdersFault(
  context: Context<Symbolic>,
  { ledger, availability, unheld }: Content<Symbolic>,
): string | null {
  const holders = new Uint32Array(ledger.pieceCount);
  for (const peer of context.peers.values()) {
    let wanted = 0;
    for (const piece of peer.pieces ?? []) {
      holders[piece] = (holders[piece] ?? 0) + 1;
      if (ledger.wants(piece)) wanted++;
    }
    if (!peer.ready) continue;
    if (peer.wanted !== wanted) return `wants ${peer.wanted} of ${peer.id}, which has ${wanted}`;
    if (peer.amInterested !== (context.mayDownload && wanted > 0)) return `interest in ${peer.id}`;
  }
  if (holders.filter((count) => count === 0).length !== unheld) return `miscounts what nobody holds`;
  const wrong = holders.findIndex((count, piece) => count !== availability[piece]);
  return wrong < 0 ? null : `counts ${availability[wrong]} holders of ${wrong}, not ${holders[wrong]}`;
}

/** What is offered to the picker, and what is counted of it, follows from states and priorities. */
function wishesFault({ ledger }: Content<Symbolic>): string | null {
  const bytes = { wanted: 0, have: 0 };
  let missing = 0;
  for (const piece of ledger.deadlines.keys())
    if (ledger.have.has(piece)) return `waits for ${piece}, which it has`;
  for (let piece = 0; piece < ledger.pieceCount; piece++) {
    const isChosen = ledger.priorityOf(piece) > 0;
    if (!isChosen && !ledger.deadlines.has(piece)) continue;
    const length = isChosen ? ledger.grid.lengthOf(piece) : 0;
    bytes.wanted += length;
    if (ledger.have.has(piece)) bytes.have += length;
    if (ledger.stateOf(piece) !== 'missing') continue;
    missing++;
    if (!ledger.missing.has(piece)) return `does not miss ${piece}`;
    if (!ledger.lacks(ledger.priorityOf(piece))) return `lacks nothing as urgent as ${piece}`;
  }
  if (ledger.missing.size !== missing) return `misses ${ledger.missing.size} pieces, not ${missing}`;
  if (ledger.wantedBytes !== bytes.wanted) return `wants ${ledger.wantedBytes} bytes, not ${bytes.wanted}`;
  if (ledger.wantedHaveBytes !== bytes.have) return `has ${ledger.wantedHaveBytes}, not ${bytes.have}`;
  return ledger.isFinished === (bytes.have === bytes.wanted) ? null : 'is wrong about being finished';
}

/** A request that stands has its place in the ledger. */
function requestsFault(context: Context<Symbolic>, { ledger }: Content<Symbolic>): string | null {
  for (const peer of context.peers.values()) {
    for (const { ref, block, abandoned } of peer.requests.values()) {
      if (abandoned) continue;
      const requesters = ledger.partial(ref.piece)?.blocks[block]?.requesters;
      if (requesters?.has(peer.link) !== true)
        return `asks ${peer.id} for ${ref.piece} behind the ledger's back`;
    }
  }
  return null;
}

/** Every piece under way is in the right state and rests on blocks received or requests that stand. */
function partialsFault(context: Context<Symbolic>, { ledger }: Content<Symbolic>): string | null {
  let count = 0;
  for (const { piece, blocks, received, owner, solo } of ledger.partials) {
    count++;
    if (!ledger.wants(piece)) return `piece ${piece} is under way and not wanted`;
    if (ledger.stateOf(piece) !== 'requested')
      return `piece ${piece} is under way and ${ledger.stateOf(piece)}`;
    let asked = 0;
    for (const [block, { data, requesters, sender }] of blocks.entries()) {
      if ((data === null) !== (sender === null)) return `block ${piece}:${block} has no sender, or no data`;
      if (data !== null && requesters.size > 0) return `block ${piece}:${block} is here and asked for`;
      for (const link of requesters) {
        asked++;
        const request = context.peers.get(link)?.requests.get(ledger.grid.keyOf(piece, block));
        if (request === undefined || request.abandoned)
          return `link ${link} was never asked for ${piece}:${block}`;
        if (solo !== null && link !== owner) return `solo piece ${piece} asked of another`;
      }
    }
    if (blocks.filter(({ data }) => data !== null).length !== received)
      return `blocks of ${piece} miscounted`;
    if (received === 0 && asked === 0) return `piece ${piece} is under way with nothing coming`;
    if (owner !== null && !context.peers.has(owner)) return `piece ${piece} is a gone peer's`;
    if (solo !== null && blocks.some(({ sender }) => sender !== null && sender !== solo))
      return `solo piece ${piece} is mixed`;
  }
  return count === ledger.partialCount ? null : 'partials miscounted';
}

/** What an engine must not say: that it has what is not stored, or that it wants what it does not need. */
export function wordFault(
  message: PeerMessage<Symbolic>,
  context: Context<Symbolic>,
  { stored, wanted }: { readonly stored: ReadonlySet<number>; readonly wanted: Uint8Array | null },
): string | null {
  if (message.type === 'have' && !stored.has(message.piece)) {
    return `says have ${message.piece} and has not stored it`;
  }
  if (message.type !== 'request') return null;
  const { piece } = message;
  const isAwaited = context.content?.ledger.deadlines.has(piece) === true;
  if (wanted?.[piece] === 0 && !isAwaited) return `asks for piece ${piece}, which it does not want`;
  return stored.has(piece) ? `asks for piece ${piece}, which it has` : null;
}
