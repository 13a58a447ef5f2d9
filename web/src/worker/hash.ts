/**
 * The hashing worker: hashes the runs it is given, as they come. Cancelling is terminating it.
 */
import type { HashReply, HashRequest } from './hash-protocol.ts';
import { hashRun } from './hash-run.ts';

addEventListener('message', async (event: MessageEvent<HashRequest>) => {
  const { id, run } = event.data;
  try {
    for await (const { hashes, isLast } of hashRun(run)) {
      postMessage({ id, type: 'hashed', hashes, isLast } satisfies HashReply);
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    postMessage({ id, type: 'unreadable', message } satisfies HashReply);
  }
});
