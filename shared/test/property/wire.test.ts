import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  encodeMessage,
  LOCAL_EXTENSION_IDS,
  MessageDecoder,
  type PeerMessage,
  WireError,
} from '../../src/wire/index.ts';
import { HANDSHAKE, spelled } from '../wire/cases.ts';

const u32 = fc.integer({ min: 0, max: 0xffffffff });
const blockLength = fc.integer({ min: 1, max: 128 * 1024 });
const bytes = (max: number) => fc.uint8Array({ maxLength: max });
const range = {
  piecesRoot: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  baseLayer: u32,
  index: u32,
  length: u32,
  proofLayers: u32,
};
const of = <T extends PeerMessage['type']>(type: T) => fc.constant(type);

/** An absent field is absent, not `undefined`. */
const extendedHandshake: fc.Arbitrary<PeerMessage> = fc.record(
  {
    type: of('extended-handshake'),
    m: fc
      .dictionary(fc.string({ unit: 'binary-ascii', maxLength: 20 }), fc.nat({ max: 255 }), { maxKeys: 20 })
      .map((ids) => new Map(Object.entries(ids))),
    v: fc.string({ unit: 'grapheme', maxLength: 20 }),
    metadataSize: fc.maxSafeNat(),
    reqq: fc.nat(),
  },
  { requiredKeys: ['type', 'm'] },
);

const message: fc.Arbitrary<PeerMessage> = fc.oneof(
  fc.constantFrom<PeerMessage>(
    { type: 'keep-alive' },
    { type: 'choke' },
    { type: 'unchoke' },
    { type: 'interested' },
    { type: 'not-interested' },
    { type: 'have-all' },
    { type: 'have-none' },
  ),
  fc.record({
    type: fc.constantFrom('have' as const, 'suggest' as const, 'allowed-fast' as const),
    piece: u32,
  }),
  fc.record({ type: of('bitfield'), bytes: bytes(600) }),
  fc.record({
    type: fc.constantFrom('request' as const, 'cancel' as const, 'reject' as const),
    piece: u32,
    offset: u32,
    length: blockLength,
  }),
  fc.record({
    type: of('piece'),
    piece: u32,
    offset: u32,
    data: fc.uint8Array({ minLength: 1, maxLength: 300 }),
  }),
  fc.record({ type: fc.constantFrom('hash-request' as const, 'hash-reject' as const), ...range }),
  fc.record({
    type: of('hashes'),
    ...range,
    hashes: fc.integer({ min: 0, max: 20 }).map((count) => new Uint8Array(count * 32)),
  }),
  fc.record({
    type: fc.constantFrom('metadata-request' as const, 'metadata-reject' as const),
    piece: fc.nat(),
  }),
  fc.record({ type: of('metadata-data'), piece: fc.nat(), totalSize: fc.nat(), data: bytes(16_384) }),
  fc.record({
    type: of('auth'),
    publicKey: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    signature: fc.uint8Array({ minLength: 64, maxLength: 64 }),
  }),
  fc.record({ type: of('leave'), code: fc.stringMatching(/^[a-z-]{1,32}$/) }),
  fc.record({
    type: of('lane-signal'),
    lane: fc.nat({ max: 65_535 }),
    signal: fc.string({ unit: 'binary', maxLength: 999 }),
  }),
  fc.record({ type: of('lane-closed'), lane: fc.nat({ max: 65_535 }), received: fc.nat() }),
  extendedHandshake,
);

test('what is written is read again, in whatever chunks it arrives', () => {
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 12 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 700 })),
      (messages, sizes) => {
        const frames = [
          spelled(HANDSHAKE.bytes),
          ...messages.map((one) => encodeMessage(one, LOCAL_EXTENSION_IDS)),
        ];
        const stream = Uint8Array.from(frames.flatMap((frame) => [...frame]));
        const decoder = new MessageDecoder();
        const read: PeerMessage[] = [];
        for (let at = 0; at < stream.length; ) {
          const size = sizes.next().value ?? 1;
          read.push(...decoder.push(stream.slice(at, at + size)));
          at += size;
        }
        expect(structuredClone(read.slice(1))).toEqual(structuredClone(messages));
      },
    ),
    { numRuns: 200 },
  );
});

/** Bytes that a peer may have us keep: a frame as long as its id allows, and of it no more than twice what came. */
function expectBounded(decoder: MessageDecoder, received: number): void {
  expect(decoder.keptBytes).toBeLessThanOrEqual(Math.min(2 * received, 4 + 1 + 512 * 1024));
}

/** What the chunks give; `null` once the stream is broken. Nothing but a WireError breaks it. */
function readAll(chunks: readonly Uint8Array[]): readonly PeerMessage[] | null {
  const decoder = new MessageDecoder();
  decoder.push(spelled(HANDSHAKE.bytes));
  const read: PeerMessage[] = [];
  let received = 0;
  try {
    for (const chunk of chunks) {
      received += chunk.length;
      read.push(...decoder.push(chunk));
      expectBounded(decoder, received);
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    expect(decoder.keptBytes).toBe(0);
    return null;
  }
  return read;
}

test('arbitrary bytes give messages or a WireError, and are never kept beyond the limits', () => {
  const hostile = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      // Something that begins like a frame, and sometimes claims to be very long.
      fc
        .tuple(
          fc.oneof(fc.nat({ max: 200 }), fc.nat({ max: 600_000 }), u32),
          fc.nat({ max: 24 }),
          fc.uint8Array({ maxLength: 220 }),
        )
        .map(([length, id, rest]) => Uint8Array.of(...bigEndian(length), id, ...rest)),
    ),
    { maxLength: 20 },
  );
  let broken = 0;
  let kept = 0;
  fc.assert(
    fc.property(hostile, (chunks) => {
      if (readAll(chunks) === null) broken++;
      else kept++;
    }),
    { numRuns: 2_000 },
  );
  expect(Math.min(broken, kept)).toBeGreaterThan(100);
});

test('an extended message with some bytes changed is read, ignored or refused, and nothing worse', () => {
  const extended = message.filter(({ type }) => /^(extended|metadata|auth|leave)/.test(type));
  const changes = fc.array(
    fc.tuple(fc.nat(), fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...DELIMITERS))),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  const outcomes = { read: 0, refused: 0 };
  fc.assert(
    fc.property(extended, changes, (one, places) => {
      const frame = encodeMessage(one, LOCAL_EXTENSION_IDS);
      // Behind the length and the ids, so that the dictionary is what is read.
      for (const [place, byte] of places) frame[6 + (place % (Math.min(frame.length, 120) - 6))] = byte;
      outcomes[readAll([frame]) === null ? 'refused' : 'read']++;
    }),
    { numRuns: 2_000 },
  );
  expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(100);
});

/** What bencode is made of: digits, `:`, `d`, `e`, `i`, `l`. */
const DELIMITERS = [0x30, 0x31, 0x39, 0x3a, 0x64, 0x65, 0x69, 0x6c];

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
