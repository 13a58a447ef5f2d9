import { webcrypto } from 'node:crypto';
import { toBase64Url } from '@flockdrop/shared/bytes';
import { helloBytes } from '@flockdrop/shared/identity';
import {
  encodeMessage,
  PROTOCOL_VERSION,
  parseServerMessage,
  type ServerMessage,
} from '@flockdrop/shared/signaling';
import { WebSocket } from 'ws';
import { SEEN_AS_HEADER, SIGNAL_PATH } from '../paths.ts';
import { troubleOf } from './trouble.ts';

type Welcome = Extract<ServerMessage, { type: 'welcome' }>;

/** IP addresses of the two ends of the connection. */
interface Ends {
  readonly own: string;
  readonly theirs: string;
}

/** How far a page of that origin gets with the signaling server, with a key that is thrown away. */
export type SignalFacts = { readonly origin: string | null; readonly seenAs: string | null } & (
  | { readonly kind: 'unreachable'; readonly trouble: string }
  /** It answered the request to speak WebSocket with this HTTP status. */
  | { readonly kind: 'not-upgraded'; readonly status: number }
  /** It upgraded, and then said nothing that a signaling server says. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'wrong-version'; readonly version: number }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'welcomed'; readonly welcome: Welcome; readonly ends: Ends }
);

export interface SignalQuestion {
  /** `https:` or `http:`. */
  readonly site: URL;
  /** `null`: no page asks. */
  readonly origin: string | null;
  /** A header as a cheat would send it. */
  readonly forwardedFor?: string;
  readonly timeoutMs: number;
}

export async function askSignaling(question: SignalQuestion): Promise<SignalFacts> {
  const { origin, timeoutMs } = question;
  const url = new URL(SIGNAL_PATH, question.site);
  url.protocol = question.site.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, {
    handshakeTimeout: timeoutMs,
    rejectUnauthorized: false,
    perMessageDeflate: false,
    ...(origin === null ? {} : { origin }),
    ...(question.forwardedFor === undefined ? {} : { headers: { 'X-Forwarded-For': question.forwardedFor } }),
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<SignalFacts>((resolve) => {
      let seenAs: string | null = null;
      let ends: Ends = { own: '', theirs: '' };
      const say = (facts: Ending) => resolve({ origin, seenAs, ...facts });
      socket.on('upgrade', (response) => {
        const header = response.headers[SEEN_AS_HEADER];
        seenAs = typeof header === 'string' ? header : null;
        const { localAddress = '', remoteAddress = '' } = response.socket;
        ends = { own: localAddress, theirs: remoteAddress };
        timer = setTimeout(() => say({ kind: 'silent' }), timeoutMs);
      });
      socket.on('unexpected-response', (_request, response) =>
        say({ kind: 'not-upgraded', status: response.statusCode ?? 0 }),
      );
      socket.on('error', (error) => {
        const isLate = error.message === 'Opening handshake has timed out';
        say({ kind: 'unreachable', trouble: isLate ? 'timeout' : troubleOf(error).code });
      });
      socket.on('close', () => say({ kind: 'silent' }));
      socket.on('message', (data) => {
        const parsed = parseServerMessage(String(data));
        if (!parsed.ok) say({ kind: 'silent' });
        else answer(socket, parsed.message, { origin: origin ?? '', ends, say });
      });
    });
  } finally {
    clearTimeout(timer);
    socket.terminate();
  }
}

type Ending = SignalFacts extends infer F
  ? F extends SignalFacts
    ? Omit<F, 'origin' | 'seenAs'>
    : never
  : never;

function answer(
  socket: WebSocket,
  message: ServerMessage,
  context: { readonly origin: string; readonly ends: Ends; say(facts: Ending): void },
): void {
  const { origin, ends, say } = context;
  if (message.type === 'challenge' && message.version !== PROTOCOL_VERSION) {
    say({ kind: 'wrong-version', version: message.version });
  } else if (message.type === 'challenge') {
    hello(message.challenge, origin).then(
      (text) => socket.send(text),
      (error: unknown) => say({ kind: 'refused', code: 'no-key', message: String(error) }),
    );
  } else if (message.type === 'welcome') {
    say({ kind: 'welcomed', welcome: message, ends });
  } else if (message.type === 'error') {
    say({ kind: 'refused', code: message.code, message: message.message });
  }
}

async function hello(challenge: string, origin: string): Promise<string> {
  const keys = await webcrypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  if (!('publicKey' in keys)) throw new Error('no pair of keys');
  const session = 'doctor';
  const signed = helloBytes({ challenge, origin, session, version: PROTOCOL_VERSION });
  const signature = await webcrypto.subtle.sign('Ed25519', keys.privateKey, signed);
  const publicKey = await webcrypto.subtle.exportKey('raw', keys.publicKey);
  return encodeMessage({
    type: 'hello',
    version: PROTOCOL_VERSION,
    publicKey: toBase64Url(new Uint8Array(publicKey)),
    session,
    signature: toBase64Url(new Uint8Array(signature)),
  });
}
