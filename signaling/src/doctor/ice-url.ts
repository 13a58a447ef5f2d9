import { isIPv6 } from 'node:net';

export type Transport = 'udp' | 'tcp' | 'tls';

/** Where a `stun:` or `turn:` URL leads (RFC 7064, RFC 7065). */
export interface IceUrl {
  readonly url: string;
  readonly kind: 'stun' | 'turn';
  readonly transport: Transport;
  readonly host: string;
  readonly port: number;
}

const ICE_URL = /^(stun|turn)(s?):(\[[0-9a-f:.]+\]|[^:?[\]]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;

/** `null`: a browser makes nothing of it. `dtls`: TLS over UDP, which browsers do not speak to relays either. */
export function parseIceUrl(url: string): IceUrl | 'dtls' | null {
  const [, scheme, secure, host = '', port, transport] = ICE_URL.exec(url) ?? [];
  if (scheme === undefined) return null;
  const isTls = secure !== '';
  if (isTls && transport?.toLowerCase() === 'udp') return 'dtls';
  const bare = host.replace(/^\[|\]$/g, '');
  if (host.startsWith('[') && !isIPv6(bare)) return null;
  return {
    url,
    kind: scheme.toLowerCase() === 'stun' ? 'stun' : 'turn',
    transport: isTls ? 'tls' : transport?.toLowerCase() === 'tcp' ? 'tcp' : 'udp',
    host: bare,
    port: port === undefined ? (isTls ? 5349 : 3478) : Number(port),
  };
}
