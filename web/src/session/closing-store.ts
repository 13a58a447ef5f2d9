import { type PieceStore, StorageError } from '../adapters/piece-store.ts';

/**
 * A piece store that nothing reaches any more once it was closed or destroyed: whatever comes late (a piece on its
 * way, a copy that waited) would open the database anew, and so bring a removed one back.
 */
export function closingStore(store: PieceStore): PieceStore {
  let isClosed = false;
  const refused = () => Promise.reject(new StorageError('storage-failed', 'the share was closed'));
  return {
    keys: () => (isClosed ? refused() : store.keys()),
    receive: (expected, blocks) => (isClosed ? refused() : store.receive(expected, blocks)),
    get: (expected) => (isClosed ? refused() : store.get(expected)),
    read: (pieces) => (isClosed ? refused() : store.read(pieces)),
    copy: (pieces) => (isClosed ? refused() : store.copy(pieces)),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await store.close();
    },
    async destroy() {
      isClosed = true;
      await store.destroy();
    },
  };
}
