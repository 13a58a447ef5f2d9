import { peerProofBytes, uuidOfPublicKey } from '@flockdrop/shared/identity';
import type { LinkId, SwarmEvent } from '@flockdrop/shared/swarm';
import type { Identity } from '../adapters/identity-store.ts';
import type { Fingerprints } from '../adapters/transport.ts';

/** Who is at the other end: each side signs both DTLS fingerprints and the info-hash (docs/PROTOCOL.md). */
export class Proofs {
  readonly #identity: Identity;
  /** v2, 32 bytes. */
  readonly #infoHash: Uint8Array;

  constructor(identity: Identity, infoHash: Uint8Array) {
    this.#identity = identity;
    this.#infoHash = infoHash;
  }

  async make(link: LinkId, { local, remote }: Fingerprints): Promise<SwarmEvent> {
    const signature = await this.#identity.sign(
      peerProofBytes({ infoHash: this.#infoHash, senderFingerprint: local, receiverFingerprint: remote }),
    );
    return { type: 'proof-made', link, publicKey: this.#identity.publicKey, signature };
  }

  /** @param prints `null`: there is no connection that the proof could be about */
  async check(
    link: LinkId,
    prints: Fingerprints | null,
    proof: { readonly publicKey: Uint8Array; readonly signature: Uint8Array },
  ): Promise<SwarmEvent> {
    const holds =
      prints !== null &&
      (await this.#identity.verify(
        proof.publicKey,
        peerProofBytes({
          infoHash: this.#infoHash,
          senderFingerprint: prints.remote,
          receiverFingerprint: prints.local,
        }),
        proof.signature,
      ));
    return { type: 'proof-checked', link, id: holds ? uuidOfPublicKey(proof.publicKey) : null };
  }
}
