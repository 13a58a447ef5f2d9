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

test('arbitrary bytes give messages or a WireError, and never more bytes kept than the limits allow', () => {
  const hostile = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      // Something that begins like a frame.
      fc
        .tuple(fc.nat({ max: 200 }), fc.nat({ max: 24 }), fc.uint8Array({ maxLength: 220 }))
        .map(([length, id, rest]) => Uint8Array.of(0, 0, 0, length, id, ...rest)),
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(hostile, (chunks) => {
      const decoder = new MessageDecoder();
      decoder.push(spelled(HANDSHAKE.bytes));
      try {
        for (const chunk of chunks) decoder.push(chunk);
      } catch (error) {
        expect(error).toBeInstanceOf(WireError);
      }
    }),
    { numRuns: 2_000 },
  );
});
