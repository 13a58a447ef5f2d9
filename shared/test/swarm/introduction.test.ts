import { describe, expect, test } from 'vitest';
import { INITIAL_REQUEST_DEPTH } from '../../src/swarm/constants.ts';
import { block, closed, Driver, extendedHandshake, have, said } from './driver.ts';

const auth = { type: 'auth' as const, publicKey: new Uint8Array(32), signature: new Uint8Array(64) };
const proof = { publicKey: new Uint8Array(32), signature: new Uint8Array(64) };

/** A peer on link 1 whose proof is being checked. */
function beingChecked(options: ConstructorParameters<typeof Driver>[0] = {}): Driver {
  const me = new Driver(options);
  me.opens(1, 'ada');
  me.hears(1, me.handshake(), extendedHandshake(), auth);
  return me;
}

describe('an introduction', () => {
  test('says hello, proves us, and says what we have only to who proved itself', () => {
    const me = new Driver({ pieces: 2, have: [0, 1] });
    const hello = me.opens(1, 'ada');
    expect(hello.map((effect) => (effect.type === 'send' ? effect.message.type : effect.type))).toEqual([
      'handshake',
      'extended-handshake',
      'sign-proof',
    ]);
    me.hears(1, me.handshake());
    // Without the other side's ids there is no way to send it.
    expect(said(me.event({ type: 'proof-made', link: 1, ...proof }), 'auth')).toEqual([]);
    expect(said(me.hears(1, extendedHandshake()), 'auth')).toHaveLength(1);
    expect(me.hears(1, auth).map(({ type }) => type)).toEqual(['check-proof']);
    expect(said(me.event({ type: 'proof-checked', link: 1, id: 'ada' }), 'have-all')).toHaveLength(1);
  });

  test('keeps what comes while the proof is checked, and acts on it afterwards', () => {
    const me = beingChecked();
    expect(me.hears(1, { type: 'have-all' }, { type: 'interested' }, { type: 'unchoke' })).toEqual([]);
    me.event({ type: 'proof-made', link: 1, ...proof });
    const effects = me.event({ type: 'proof-checked', link: 1, id: 'ada' });
    expect(said(effects, 'request')).toHaveLength(INITIAL_REQUEST_DEPTH);
  });

  test.each([
    ['another swarm', 'wrong-swarm', (me: Driver) => [{ ...me.handshake(), infoHash: new Uint8Array(20) }]],
    ['no fast extension', 'protocol-error', (me: Driver) => [{ ...me.handshake(), fast: false }]],
    [
      'a client without proofs',
      'no-identity',
      (me: Driver) => [me.handshake(), extendedHandshake({ m: new Map() })],
    ],
    ['a proof before the extended handshake', 'protocol-error', (me: Driver) => [me.handshake(), auth]],
    ['an extended handshake before the handshake', 'protocol-error', () => [extendedHandshake()]],
    [
      'anything before its proof',
      'protocol-error',
      (me: Driver) => [me.handshake(), extendedHandshake(), have(0)],
    ],
  ] as const)('ends with %s', (_, code, messages) => {
    const me = new Driver();
    me.opens(1, 'eve');
    expect(closed(me.hears(1, ...messages(me)))).toEqual([[1, code]]);
  });

  test.each([
    ['a second proof', [auth]],
    ['a block', [block({ piece: 0, offset: 0, length: 65_536 })]],
    ['a request', [{ type: 'request', piece: 0, offset: 0, length: 65_536 }]],
    ['two bitfields', [{ type: 'bitfield', bytes: new Uint8Array(1) }, { type: 'have-all' }]],
  ] as const)('ends with %s while the proof is checked: it is not kept', (_, messages) => {
    expect(closed(beingChecked().hears(1, ...messages))).toEqual([[1, 'protocol-error']]);
  });

  test('ends when too much is said meanwhile', () => {
    const haves = Array.from({ length: 257 }, () => have(0));
    expect(closed(beingChecked().hears(1, ...haves))).toEqual([[1, 'flood']]);
  });

  test('ends when it takes too long, or the proof is another’s', () => {
    expect(closed(beingChecked().passes(21_000))).toEqual([[1, 'handshake-timeout']]);
    const effects = beingChecked().event({ type: 'proof-checked', link: 1, id: 'eve' });
    expect(closed(effects)).toEqual([[1, 'bad-identity']]);
  });

  test('does not begin with ourselves, with who is banned, or without room', () => {
    const me = new Driver();
    expect(closed(me.opens(1, 'me'))).toEqual([[1, 'self']]);
    me.context.ban('eve', 'bad-data');
    expect(closed(me.opens(2, 'eve')).at(-1)).toEqual([2, 'banned']);
    for (let link = 3; link < 63; link++) expect(closed(me.opens(link, `peer-${link}`))).toEqual([]);
    expect(closed(me.opens(63, 'one too many'))).toEqual([[63, 'too-many-links']]);
  });

  test('ends with who was banned elsewhere, and does not begin again; nobody is told of it', () => {
    const me = new Driver();
    me.meets(1, 'eve', { has: 'all', unchokes: true });
    me.opens(2, 'eve');
    me.meets(3, 'ada', { has: 'all' });
    const effects = [1, 2].flatMap(() => me.event({ type: 'ban', peer: 'eve' }));
    expect(closed(effects)).toEqual([
      [1, 'banned'],
      [2, 'banned'],
    ]);
    expect(effects.filter(({ type }) => type === 'banned')).toEqual([]);
    expect(closed(me.opens(4, 'eve')).at(-1)).toEqual([4, 'banned']);
    expect([...me.context.peers.keys()]).toEqual([3]);
  });
});
