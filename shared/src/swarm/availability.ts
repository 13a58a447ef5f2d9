import type { Payload } from '../wire/index.ts';
import type { Context } from './context.ts';
import type { Availability, Holder } from './types.ts';

/** What there is of the share among us and those we are linked to. Reads, and changes nothing. */

/** `null` before the metadata is known. */
export function availabilityOf<P extends Payload>({ content }: Context<P>): Availability | null {
  if (content === null) return null;
  const { availability, ledger } = content;
  let fewest = Number.POSITIVE_INFINITY;
  let rarest = 0;
  let missing = 0;
  for (let piece = 0; piece < availability.length; piece++) {
    const copies = (availability[piece] ?? 0) + Number(ledger.have.has(piece));
    if (copies === 0) missing++;
    if (copies < fewest) {
      fewest = copies;
      rarest = 0;
    }
    if (copies === fewest) rarest++;
  }
  const { length } = availability;
  return length === 0
    ? { copies: 0, unheld: 0 }
    : { copies: fewest + (length - rarest) / length, unheld: missing };
}

/** Ready peers that hold any of the pieces from `from` to before `to`. */
export function holdersOf<P extends Payload>(
  context: Context<P>,
  from: number,
  to: number,
): readonly Holder[] {
  const holders: Holder[] = [];
  for (const peer of context.peers.values()) {
    if (!peer.ready || peer.pieces === null) continue;
    let count = 0;
    for (let piece = from; piece < to; piece++) if (peer.pieces.has(piece)) count++;
    if (count > 0) holders.push({ id: peer.id, count });
  }
  return holders;
}
