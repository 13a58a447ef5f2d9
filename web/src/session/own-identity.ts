import { uuidOfPublicKey } from '@flockdrop/shared/identity';
import { downloadBytes } from '../adapters/download-bytes.ts';
import {
  IdentityFileError,
  MAX_IDENTITY_FILE_BYTES,
  openIdentityFile,
  sealIdentity,
} from '../adapters/identity-file.ts';
import {
  type Identity,
  identityFromSeed,
  openIdentity,
  readSeed,
  replaceIdentity,
} from '../adapters/identity-store.ts';
import type { Problem } from './snapshot.ts';

/** Shorter ones are guessed by whoever finds the file. */
const MIN_PASSPHRASE_LENGTH = 8;
const MAX_PASSPHRASE_LENGTH = 1_024;

/**
 * Who this browser is, and how a person takes that along to another one. It tells when this browser became somebody
 * else, in this tab or another; to meet everyone again under the new name is not its business.
 */
export class OwnIdentity {
  readonly #onReplaced: (by: 'us' | 'another-tab') => void;
  #identity: Identity;

  constructor(identity: Identity, onReplaced: (by: 'us' | 'another-tab') => void) {
    this.#identity = identity;
    this.#onReplaced = onReplaced;
  }

  get identity(): Identity {
    return this.#identity;
  }

  get uuid(): string {
    return uuidOfPublicKey(this.#identity.publicKey);
  }

  /** Downloads a file that only the passphrase opens; `null` when it is on its way. */
  export(passphrase: string): Promise<Problem | null> {
    return told(async () => {
      if (passphrase.length < MIN_PASSPHRASE_LENGTH || passphrase.length > MAX_PASSPHRASE_LENGTH) {
        return {
          code: 'weak-passphrase',
          message: `Choose a passphrase of at least ${MIN_PASSPHRASE_LENGTH} characters: it is all that protects the file.`,
          values: { length: String(MIN_PASSPHRASE_LENGTH) },
        };
      }
      const seed = await readSeed(this.#identity.publicKey);
      if (seed === null) {
        return {
          code: 'identity-locked',
          message:
            'The key of this name was made when keys could not be taken along, and the browser gives it to nobody. A new name can be exported.',
        };
      }
      const { uuid } = this;
      const text = await sealIdentity({ uuid, seed }, passphrase);
      downloadBytes(
        `flockdrop-name-${uuid.slice(0, 8)}.json`,
        'application/json',
        new TextEncoder().encode(text),
      );
      return null;
    });
  }

  /** From now on this browser is who exported the file; `null` when it is. */
  import(file: File, passphrase: string): Promise<Problem | null> {
    return told(async () => {
      const text = file.size > MAX_IDENTITY_FILE_BYTES ? '' : await file.text();
      const { uuid, seed } = await openIdentityFile(text, passphrase);
      const { publicKey } = await identityFromSeed(seed);
      if (uuidOfPublicKey(publicKey) !== uuid) {
        return {
          code: 'bad-identity',
          words: 'bad-identity.changed',
          message:
            'The key in this file belongs to another name than the file says: somebody changed it. Export it again.',
        };
      }
      this.#replace(await replaceIdentity(seed), 'us');
      return null;
    });
  }

  /** From now on this browser is somebody whom nobody knows. */
  renew(): Promise<Problem | null> {
    return told(async () => {
      this.#replace(await replaceIdentity(), 'us');
      return null;
    });
  }

  /** Another tab says that this browser became somebody else. */
  async reread(): Promise<void> {
    this.#replace(await openIdentity(), 'another-tab');
  }

  #replace(identity: Identity, by: 'us' | 'another-tab'): void {
    const before = this.uuid;
    this.#identity = identity;
    if (this.uuid !== before) this.#onReplaced(by);
  }
}

async function told(work: () => Promise<Problem | null>): Promise<Problem | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof IdentityFileError) return { code: error.code, message: error.message };
    const reason = error instanceof Error ? error.message : String(error);
    return {
      code: 'identity-failed',
      message: `That did not work, and this browser is who it was (${reason}). Check that the file opens and that the server can be reached, then try again.`,
      values: { reason },
    };
  }
}
