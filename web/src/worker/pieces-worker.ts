/**
 * Assembles, verifies and stores the pieces of all shares in a worker, so that the page's thread only moves buffers. It
 * owns nothing but the open shares.
 */
import { give } from './calls.ts';
import { readFilePieces } from './file-pieces.ts';
import type { PiecesCalls } from './protocol.ts';
import { SharePieces } from './share-pieces.ts';

/** The calls of the worker, on this thread. */
export function createPiecesWorker(): PiecesCalls {
  const shares = new Map<string, SharePieces>();
  const share = (infoHash: string): SharePieces => {
    const open = shares.get(infoHash) ?? new SharePieces(infoHash);
    shares.set(infoHash, open);
    return open;
  };
  return {
    keys: (infoHash) => share(infoHash).keys(),
    async receive(infoHash, expected, blocks) {
      const result = await share(infoHash).receive(expected, blocks);
      return typeof result === 'object' && 'leaves' in result ? give(result, [result.bytes.buffer]) : result;
    },
    async get(infoHash, expected) {
      const bytes = await share(infoHash).get(expected);
      return bytes === null ? null : give(bytes, [bytes.buffer]);
    },
    async read(pieces) {
      const read = await readFilePieces(pieces);
      if (read === 'unreadable') return read;
      const buffers = new Set(read.flatMap((bytes) => (bytes === null ? [] : [bytes.buffer])));
      return give(read, [...buffers]);
    },
    async copy(infoHash, pieces) {
      // Taken before the wait: in between the share may be removed, and must not begin anew.
      const own = share(infoHash);
      const read = await readFilePieces(pieces);
      return read === 'unreadable' ? read : own.put(pieces.expected, read);
    },
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
