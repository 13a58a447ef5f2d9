/**
 * Where the files of a share lie in the folder that they are saved into, so that a save can be gone on with after a
 * crash. In a database of its own, a record a file: a share may have 100,000. What is read back is checked.
 */
import * as z from 'zod/mini';
import { committed, Database, promised } from '../worker/database.ts';

z.config({ jitless: true });

const STORE = 'places';
function createPlace() {
  const number = z.number().check(z.nonnegative());
  return z.object({ path: z.string().check(z.maxLength(65_536)), length: number, modified: number });
}

export type StoredPlace = Readonly<z.infer<ReturnType<typeof createPlace>>>;

const database = new Database({ name: 'flockdrop-folders', version: 1, stores: [STORE] });
const use = database.store(STORE);

export class StoredPlaces {
  readonly #infoHash: string;
  readonly #places: Map<number, StoredPlace>;

  private constructor(infoHash: string, places: Map<number, StoredPlace>) {
    this.#infoHash = infoHash;
    this.#places = places;
  }

  /** @param infoHash v2 info-hash, hex */
  static async open(infoHash: string): Promise<StoredPlaces> {
    const [keys, values] = await use('readonly', (store) =>
      Promise.all([promised(store.getAllKeys(ofShare(infoHash))), promised(store.getAll(ofShare(infoHash)))]),
    );
    const place = createPlace();
    const places = new Map<number, StoredPlace>();
    for (const [nth, key] of keys.entries()) {
      const index = Array.isArray(key) ? key[1] : null;
      const parsed = place.safeParse(values[nth]);
      if (typeof index === 'number' && parsed.success) places.set(index, parsed.data);
    }
    return new StoredPlaces(infoHash, places);
  }

  all(): Iterable<readonly [index: number, place: StoredPlace]> {
    return this.#places;
  }

  get(index: number): StoredPlace | undefined {
    return this.#places.get(index);
  }

  async put(index: number, value: StoredPlace): Promise<void> {
    this.#places.set(index, value);
    await use('readwrite', (store) => {
      store.put(value, [this.#infoHash, index]);
      return committed(store.transaction);
    });
  }
}

/** Its files are saved elsewhere from now on, or the share is gone. */
export async function forgetPlaces(infoHash: string): Promise<void> {
  await use('readwrite', (store) => {
    store.delete(ofShare(infoHash));
    return committed(store.transaction);
  });
}

function ofShare(infoHash: string): IDBKeyRange {
  // An array comes after every number.
  return IDBKeyRange.bound([infoHash, 0], [infoHash, []]);
}
