export { fingerprintOf } from './fingerprint.ts';
export { isUuid, uuidOfPublicKey } from './peer-id.ts';
export { helloBytes, PUBLIC_KEY_LENGTH, peerProofBytes, SIGNATURE_LENGTH } from './proofs.ts';
