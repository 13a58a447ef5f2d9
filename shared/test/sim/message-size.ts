import type { PeerMessage } from '../../src/wire/index.ts';
import type { Symbolic } from './symbolic.ts';

/** Bytes of a message on the wire: length prefix, id and body (BEP 3, 6, 9, 10, 52); of packets nothing is counted. */
export function messageSize(message: PeerMessage<Symbolic>): number {
  switch (message.type) {
    case 'piece':
      return 13 + message.data.byteLength;
    case 'request':
    case 'cancel':
    case 'reject':
      return 17;
    case 'have':
    case 'suggest':
    case 'allowed-fast':
      return 9;
    case 'bitfield':
      return 5 + message.bytes.length;
    case 'hash-request':
    case 'hash-reject':
      return 53;
    case 'hashes':
      return 53 + message.hashes.length;
    case 'metadata-data':
      return 64 + message.data.length;
    case 'metadata-request':
    case 'metadata-reject':
      return 32;
    case 'handshake':
      return 68;
    case 'extended-handshake':
      return 160;
    case 'auth':
      return 102;
    case 'leave':
      return 13 + message.code.length;
    default:
      return 5;
  }
}
