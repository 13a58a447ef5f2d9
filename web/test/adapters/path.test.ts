import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PathObserver } from '../../src/adapters/path-facts.ts';
import { asksForRestart, isRestart, PathKeeper } from '../../src/adapters/path-keeper.ts';

const print = (byte: string) => `a=fingerprint:sha-256 ${Array(32).fill(byte).join(':')}`;
const sdpOf = (...lines: readonly string[]) => ['v=0', ...lines, ''].join('\r\n');

class FakeConnection extends EventTarget {
  iceConnectionState = 'connected';
  iceGatheringState = 'gathering';
  signalingState = 'stable';
  localDescription: object | null = null;
  readonly did: string[] = [];

  restartIce(): void {
    this.did.push('restart');
  }
  getConfiguration(): object {
    return { iceTransportPolicy: 'relay' };
  }
  setConfiguration(configuration: object): void {
    this.did.push(JSON.stringify(configuration));
  }
  become(state: string): void {
    this.iceConnectionState = state;
    this.dispatchEvent(new Event('iceconnectionstatechange'));
  }
  tell(type: string, fields: object): void {
    this.dispatchEvent(Object.assign(new Event(type), fields));
  }
}

const real = (connection: FakeConnection) => connection as unknown as RTCPeerConnection;

describe('what an attempt finds out', () => {
  const seen = () => {
    const connection = new FakeConnection();
    return { connection, observer: new PathObserver(real(connection)) };
  };
  const candidate = (address: string, type: string) => ({
    candidate: { candidate: `candidate:1 1 udp 1 ${address} 5000 typ ${type} raddr 0.0.0.0 rport 0` },
  });

  test('kinds of candidates on both sides, each once, and no address', () => {
    const { connection, observer } = seen();
    connection.tell('icecandidate', candidate('198.51.100.7', 'srflx'));
    connection.tell('icecandidate', candidate('f00.local', 'host'));
    connection.tell('icecandidate', candidate('192.168.1.2', 'host'));
    connection.tell('icecandidate', { candidate: null });
    observer.heard({ type: 'candidate', ...candidate('203.0.113.9', 'relay') });
    observer.heard({
      type: 'offer',
      sdp: sdpOf('a=candidate:1 1 udp 1 10.0.0.1 9 typ host', 'a=other typ relay'),
    });
    observer.heard({ candidate: { candidate: 17 } });
    observer.heard({ candidate: 'x' });
    const facts = observer.facts();
    expect(facts).toMatchObject({ local: ['host', 'srflx'], remote: ['host', 'relay'] });
    expect([facts.isPublicHost, facts.isPublicRemote]).toEqual([false, false]);
    expect(JSON.stringify(facts)).not.toMatch(/\d\.\d|\.local/);
  });

  test('that this machine has a public address itself', () => {
    const { connection, observer } = seen();
    connection.tell('icecandidate', candidate('203.0.113.9', 'host'));
    observer.heard({ candidate: { candidate: candidate('203.0.113.8', 'host').candidate.candidate } });
    expect(observer.facts()).toMatchObject({ isPublicHost: true, isPublicRemote: true });
  });

  test('what servers answered, each once and not without end', () => {
    const { connection, observer } = seen();
    const error = { url: 'turn:relay.example:3478?transport=udp', errorCode: 401 };
    connection.tell('icecandidateerror', error);
    connection.tell('icecandidateerror', error);
    connection.tell('icecandidateerror', { url: 'stun:stun.example', errorCode: 701 });
    expect(observer.facts().errors).toEqual([
      { server: 'turn', code: 401 },
      { server: 'stun', code: 701 },
    ]);
    for (let code = 0; code < 100; code++)
      connection.tell('icecandidateerror', { ...error, errorCode: code });
    expect(observer.facts().errors).toHaveLength(16);
  });
});

describe('a description once the connection is open', () => {
  const remoteSdp = sdpOf(print('AA'));
  const answering = { initiator: false, signalingState: 'stable', remoteSdp } as const;
  const offering = { initiator: true, signalingState: 'have-local-offer', remoteSdp } as const;

  test.each([
    [
      'an offer for the same certificate',
      { type: 'offer', sdp: sdpOf(print('aa'), 'a=ice-ufrag:new') },
      answering,
      true,
    ],
    ['an offer for another certificate', { type: 'offer', sdp: sdpOf(print('BB')) }, answering, false],
    ['an offer for both', { type: 'offer', sdp: sdpOf(print('AA'), print('BB')) }, answering, false],
    ['an offer for none', { type: 'offer', sdp: sdpOf() }, answering, false],
    [
      'an offer to who dialed',
      { type: 'offer', sdp: remoteSdp },
      { ...offering, signalingState: 'stable' },
      false,
    ],
    [
      'an offer in the middle of another',
      { type: 'offer', sdp: remoteSdp },
      { ...answering, signalingState: 'have-remote-offer' },
      false,
    ],
    ['the answer to a restart', { type: 'answer', sdp: remoteSdp }, offering, true],
    [
      'an answer to nothing',
      { type: 'answer', sdp: remoteSdp },
      { ...offering, signalingState: 'stable' },
      false,
    ],
    ['an answer from elsewhere', { type: 'answer', sdp: sdpOf(print('BB')) }, offering, false],
    ['no text', { type: 'answer', sdp: 5 }, offering, false],
    ['where nothing was proven', { type: 'offer', sdp: remoteSdp }, { ...answering, remoteSdp: '' }, false],
  ] as const)('%s', (_, description, connection, isTaken) => {
    expect(isRestart(description, connection)).toBe(isTaken);
  });
});

describe('an open connection', () => {
  let connection: FakeConnection;
  const happened: unknown[] = [];
  const keep = (initiator: boolean) =>
    new PathKeeper(real(connection), {
      initiator,
      negotiate: () => happened.push('offer'),
      signal: (data) => happened.push(data),
      iceServers: () => [{ urls: 'turn:fresh' }],
      onLost: () => happened.push('lost'),
    });

  beforeEach(() => {
    vi.useFakeTimers();
    connection = new FakeConnection();
    happened.length = 0;
  });
  afterEach(() => vi.useRealTimers());

  test('that loses its path offers another one at once, with fresh relays and the same policy', () => {
    keep(true);
    connection.become('disconnected');
    expect(happened).toEqual(['offer']);
    expect(connection.did).toEqual([
      '{"iceTransportPolicy":"relay","iceServers":[{"urls":"turn:fresh"}]}',
      'restart',
    ]);
    connection.become('connected');
    expect(happened).toEqual(['offer']);
    vi.advanceTimersByTime(60_000);
    expect(happened).toEqual(['offer']);
  });

  test('repeats an offer that got no answer, and is given up after 15 s', () => {
    keep(true);
    connection.become('disconnected');
    connection.signalingState = 'have-local-offer';
    connection.localDescription = { type: 'offer', sdp: 'the same' };
    vi.advanceTimersByTime(4_000);
    expect(happened).toEqual(['offer', { type: 'offer', sdp: 'the same' }]);
    vi.advanceTimersByTime(11_000);
    expect(happened.at(-1)).toBe('lost');
  });

  test('asks who dialed for it, where it was dialed', () => {
    keep(false);
    connection.become('disconnected');
    expect(happened.map(asksForRestart)).toEqual([true]);
    expect(connection.did).toEqual([]);
  });

  test('restarts once for the many events of one change', () => {
    const keeper = keep(true);
    keeper.restart();
    keeper.restart();
    connection.become('disconnected');
    expect(happened).toEqual(['offer']);
    keeper.close();
    vi.advanceTimersByTime(60_000);
    expect(happened).toEqual(['offer']);
  });
});
