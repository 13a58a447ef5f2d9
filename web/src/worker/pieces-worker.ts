/**
 * Assembles, verifies and stores the pieces of all shares in a worker, so that the page's thread only moves buffers. It owns nothing but the open shares.
 */
import { transfer } from 'comlink';
import type { PiecesWorker } from './protocol.ts';
import { SharePieces } from './share-pieces.ts';

/** The calls of the worker, on this thread. */
export function createPiecesWorker(): PiecesWorker {
  const shares = new Map<string, SharePieces>();
  const share = (infoHash: string): SharePieces => {
    const open = shares.get(infoHash) ?? new SharePieces(infoHash);
    shares.set(infoHash, open);
    return open;
  };
  return {
    keys: (infoHash) => share(infoHash).keys(),
    verify: (infoHash, expected, blocks) => share(infoHash).verify(expected, blocks),
    store: (infoHash, piece) => share(infoHash).store(piece),
    drop: (infoHash, piece) => share(infoHash).drop(piece),
    put: (infoHash, piece, bytes) => share(infoHash).put(piece, bytes),
    async get(infoHash, piece) {
      const bytes = await share(infoHash).get(piece);
      return bytes === null ? null : transfer(bytes, [bytes.buffer]);
    },
    check: (infoHash, expected) => share(infoHash).check(expected),
    async close(infoHash) {
      const open = shares.get(infoHash);
      shares.delete(infoHash);
      await open?.close();
    },
    async destroy(infoHash) {
      const open = share(infoHash);
      shares.delete(infoHash);
      await open.destroy();
    },
  };
}
