import type { Torrent } from '../metainfo/index.ts';
import { LOCAL_EXTENSION_IDS, NATIVE_BLOCK_LENGTH, type Payload } from '../wire/index.ts';
import { BlockGrid } from './block-grid.ts';
import type { Context } from './context.ts';
import { fillAll } from './downloads.ts';
import { resolvePieces } from './interest.ts';
import { Ledger } from './ledger.ts';
import type { Peer } from './peer.ts';

/** What begins with the metadata: the ledger, and what peers said of their pieces before we knew how many there are. */

export function setContent<P extends Payload>(
  context: Context<P>,
  torrent: Torrent,
  have: Iterable<number>,
  priorities: Uint8Array | null = null,
): void {
  const { geometry } = torrent.info;
  const grid = new BlockGrid({
    pieceCount: geometry.pieceCount,
    pieceLength: geometry.pieceLength,
    lengthOf: (piece) => geometry.pieceLengthOf(piece),
    blockLength: NATIVE_BLOCK_LENGTH,
  });
  context.content = {
    torrent,
    ledger: new Ledger<P>(grid, have, priorities),
    availability: new Uint32Array(geometry.pieceCount),
    unheld: geometry.pieceCount,
    promised: new Uint32Array(geometry.pieceCount),
  };
}

/** A newcomer's metadata is whole and proven: from now on it downloads, and answers those who still lack it. */
export function learnTorrent<P extends Payload>(context: Context<P>, torrent: Torrent): void {
  if (context.content !== null) return;
  setContent(context, torrent, []);
  context.emit({ type: 'metadata', torrent });
  for (const peer of context.readyPeers()) {
    if (!resolvePieces(context, peer)) context.close(peer, 'protocol-error', 'its bitfield does not fit');
    // Others who wait for the metadata may now ask us.
    else if (peer.metadataSize === null) offerMetadata(context, peer, torrent.info.bytes.length);
  }
  // A share of empty files alone has no piece to wait for.
  if (context.isSeeding) {
    context.emit({ type: 'finished' });
    context.emit({ type: 'completed' });
  }
  fillAll(context);
}

function offerMetadata<P extends Payload>(context: Context<P>, peer: Peer<P>, metadataSize: number): void {
  context.send(peer, {
    type: 'extended-handshake',
    m: new Map(Object.entries(LOCAL_EXTENSION_IDS)),
    metadataSize,
  });
}
