/**
 * A lock among the tabs of a browser without Web Locks, which is every browser on a page over plain http. Whoever keeps
 * a database open that it upgraded itself holds the lock: the next upgrade waits until that connection is gone, and the
 * browser ends it with its tab, however that ends. No clock decides, so a tab that sleeps loses nothing.
 */

/** Only the first in the queue is told that it waits; the others are taken to wait when they hear nothing for so long. */
const SILENCE_MS = 1_000;

export interface DatabaseLockOptions {
  /** Leaves the queue. */
  readonly signal: AbortSignal;
  /** Another tab holds it, or seems to. At most once, and never after `hold`. */
  onWaiting(): void;
  /** The lock is held until this settles. */
  hold(): Promise<void>;
}

/** Settles after `hold` has, or when the queue was left. Rejects where the browser opens no database. */
export async function withDatabaseLock(name: string, options: DatabaseLockOptions): Promise<void> {
  const { signal } = options;
  let isTold = false;
  const tell = (): void => {
    if (isTold || signal.aborted) return;
    isTold = true;
    options.onWaiting();
  };
  const silence = setTimeout(tell, SILENCE_MS);
  let opened: Opened | null = null;
  try {
    while (opened?.isOurs !== true && !signal.aborted) {
      opened = await open(name, opened === null ? undefined : opened.version + 1, tell);
    }
  } finally {
    clearTimeout(silence);
  }
  try {
    if (!signal.aborted) await options.hold();
  } finally {
    opened?.database?.close();
  }
}

interface Opened {
  readonly version: number;
  /** Made or upgraded by this request, and open: nobody else has it open then. */
  readonly isOurs: boolean;
  readonly database: IDBDatabase | null;
}

/** @param version `undefined`: whichever it has */
function open(name: string, version: number | undefined, onBlocked: () => void): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    let isOurs = false;
    request.onupgradeneeded = () => {
      isOurs = true;
    };
    request.onblocked = onBlocked;
    request.onsuccess = () => {
      const database = request.result;
      if (!isOurs) database.close();
      resolve({ version: database.version, isOurs, database: isOurs ? database : null });
    };
    request.onerror = () => {
      // Others have raised it further meanwhile.
      if (request.error?.name === 'VersionError') resolve(open(name, undefined, onBlocked));
      else reject(request.error);
    };
  });
}
