import * as z from 'zod/mini';

/**
 * The JSON messages between a tab and the signaling server: their shapes and bounds. Both sides check what they
 * receive here, once; inside, the types are trusted.
 */
export const PROTOCOL_VERSION = 1;
/** Characters of one message; the server's WebSocket limit is the same in bytes. */
export const MAX_MESSAGE_LENGTH = 64 * 1024;
/** Peers told to a newcomer. */
export const MAX_LISTED_PEERS = 50;
const MAX_SIGNAL_LENGTH = 32 * 1024;

// Zod would try to compile its schemas, which a strict content security policy forbids and reports.
z.config({ jitless: true });

function parts() {
  const infoHash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
  const peerId = z
    .string()
    .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/));
  const connection = z.string().check(z.minLength(1), z.maxLength(64));
  const count = z.int().check(z.nonnegative());
  const left = z.nullable(count);
  const data = z.string().check(z.maxLength(MAX_SIGNAL_LENGTH));
  const shortText = z.string().check(z.maxLength(1_000));
  return { infoHash, peerId, connection, count, left, data, shortText };
}

function createClientMessage() {
  const { infoHash, peerId, connection, count, left, data } = parts();
  return z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('hello'),
      version: z.int(),
      /** Raw Ed25519 key, base64url. */
      publicKey: z.string().check(z.length(43)),
      /** Chosen by the tab, new for each page load. */
      session: z.string().check(z.minLength(1), z.maxLength(64)),
      /** Over `helloBytes`, base64url. */
      signature: z.string().check(z.length(86)),
    }),
    /** How many peers are there? Joins nothing and tells nobody. */
    z.strictObject({ type: z.literal('scrape'), infoHash }),
    /** `left`: bytes still missing, `null` while unknown. */
    z.strictObject({ type: z.literal('join'), infoHash, left }),
    z.strictObject({ type: z.literal('leave'), infoHash }),
    z.strictObject({ type: z.literal('signal'), infoHash, to: peerId, connection, data }),
    z.strictObject({ type: z.literal('progress'), infoHash, left: count }),
  ]);
}

function createServerMessage() {
  const { infoHash, peerId, connection, count, left, data, shortText } = parts();
  const iceServer = z.object({
    urls: z.array(z.string().check(z.maxLength(512))).check(z.maxLength(16)),
    username: z.optional(shortText),
    credential: z.optional(shortText),
  });

  const iceServers = z.array(iceServer).check(z.maxLength(16));

  // Not strict: a newer server may add fields.
  return z.discriminatedUnion('type', [
    z.object({
      type: z.literal('challenge'),
      challenge: shortText,
      version: z.int(),
      /** What follows the hello, signals excepted, may be said right after it, before the welcome. */
      pipelining: z.optional(z.boolean()),
    }),
    z.object({
      type: z.literal('welcome'),
      id: peerId,
      limits: z.object({ maxShares: count, maxMessageBytes: count }),
      iceServers,
      heartbeatMs: count,
    }),
    /** With every heartbeat: a page sees no pings, and a dead connection looks like one on which nothing happens. */
    z.object({ type: z.literal('alive') }),
    /** In place of those of the welcome, whose credentials expire. */
    z.object({ type: z.literal('ice-servers'), iceServers }),
    z.object({ type: z.literal('scraped'), infoHash, peers: count }),
    z.object({
      type: z.literal('joined'),
      infoHash,
      peers: z.array(z.object({ id: peerId, left })).check(z.maxLength(MAX_LISTED_PEERS)),
      /** Members besides us. */
      total: count,
    }),
    /** In a large swarm only some are told; `total` counts the members besides the one who is told. */
    z.object({ type: z.literal('peer-joined'), infoHash, id: peerId, total: count }),
    z.object({ type: z.literal('peer-left'), infoHash, id: peerId, total: count }),
    z.object({ type: z.literal('signal'), infoHash, from: peerId, connection, data }),
    /** The server goes down: come back after `afterMs`. */
    z.object({ type: z.literal('reconnect'), afterMs: count }),
    z.object({
      type: z.literal('error'),
      code: z.string().check(z.maxLength(64)),
      message: shortText,
      /** The share, and the peer, that it is about; without a share it is about the connection. */
      infoHash: z.optional(infoHash),
      peer: z.optional(peerId),
    }),
  ]);
}

// Made when first asked: they take longer than the rest of the page's start, and nobody needs both.
let clientMessage: ReturnType<typeof createClientMessage> | undefined;
let serverMessage: ReturnType<typeof createServerMessage> | undefined;

export type ClientMessage = z.infer<ReturnType<typeof createClientMessage>>;
export type ServerMessage = z.infer<ReturnType<typeof createServerMessage>>;

/** `bad-json` · `bad-message`; never thrown. */
export type Parsed<T> =
  | { readonly ok: true; readonly message: T }
  | { readonly ok: false; readonly code: 'bad-json' | 'bad-message'; readonly reason: string };

export function parseClientMessage(text: string): Parsed<ClientMessage> {
  clientMessage ??= createClientMessage();
  return parse(clientMessage, text);
}

export function parseServerMessage(text: string): Parsed<ServerMessage> {
  serverMessage ??= createServerMessage();
  return parse(serverMessage, text);
}

export function encodeMessage(message: ClientMessage | ServerMessage): string {
  return JSON.stringify(message);
}

function parse<T>(schema: z.ZodMiniType<T>, text: string): Parsed<T> {
  if (text.length > MAX_MESSAGE_LENGTH) return { ok: false, code: 'bad-message', reason: 'too long' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, code: 'bad-json', reason: 'not JSON' };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, message: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    ok: false,
    code: 'bad-message',
    reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  };
}
