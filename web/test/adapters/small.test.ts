import { describe, expect, test } from 'vitest';
import { backoffMs } from '../../src/adapters/backoff.ts';
import { selectedPathOf } from '../../src/adapters/connection-kind.ts';
import { openArchive } from '../../src/worker/archive.ts';
import { contentDisposition } from '../../src/worker/download.ts';

describe('backoff', () => {
  test.each([
    [0, 0, 250],
    [0, 1, 500],
    [1, 0, 500],
    [3, 0.5, 3000],
    [6, 1, 30_000],
    [1000, 1, 30_000],
    [1000, 0, 15_000],
  ])('attempt %i with luck %f waits %i ms', (attempt, random, expected) => {
    expect(backoffMs(attempt, random)).toBe(expected);
  });
});

describe('connection kind', () => {
  const stats = (local: object, remote: object, transport: object = { selectedCandidatePairId: 'P' }) =>
    new Map<string, unknown>([
      ['other', { type: 'candidate-pair', localCandidateId: 'x', remoteCandidateId: 'x' }],
      ['P', { type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R', selected: true }],
      ['T', { type: 'transport', ...transport }],
      ['L', { type: 'local-candidate', ...local }],
      ['R', { type: 'remote-candidate', ...remote }],
    ]);
  const host = { candidateType: 'host', address: 'f00.local' };
  const at = (address: string) => ({ candidateType: 'host', address });
  const mapped = { candidateType: 'srflx', address: '203.0.113.5' };
  test.each([
    ['lan', host, host],
    ['lan', host, { candidateType: 'prflx', address: '192.168.1.7' }],
    ['direct', host, { candidateType: 'prflx', address: '203.0.113.9' }],
    ['lan', at('203.0.113.9'), { candidateType: 'prflx', address: '203.0.113.9' }],
    ['lan', at('2001:db8:1:2::9'), { candidateType: 'prflx', address: '2001:db8:1:2::7' }],
    ['direct', at('2001:db8:1:2::9'), { candidateType: 'prflx', address: '2001:db8:1:3::7' }],
    ['direct', mapped, { candidateType: 'prflx', address: '203.0.113.5' }],
    ['direct', mapped, mapped],
    // Two hosts with public addresses are no neighbours, unless their addresses begin alike.
    ['direct', at('203.0.113.11'), at('203.0.113.12')],
    ['direct', at('192.168.1.7'), at('203.0.113.12')],
    ['lan', at('192.168.1.7'), at('10.0.0.3')],
    ['lan', host, at('203.0.113.12')],
    ['lan', { candidateType: 'host', ip: '192.168.1.7' }, at('')],
    ['lan', at('2001:db8:1:2::9'), at('[2001:DB8:1:2:a:b:c:d]')],
    ['lan', at('2001:db8::9'), at('2001:db8:0:0:a:b:c:d')],
    ['direct', at('2001:db8:1:2::9'), at('2001:db8:1:3::9')],
    ['relay', host, { candidateType: 'relay' }],
    ['relay', { candidateType: 'relay' }, mapped],
  ])('%s', (kind, local, remote) => {
    expect(selectedPathOf(stats(local, remote))?.kind).toBe(kind);
    expect(selectedPathOf(stats(local, remote, {}))?.kind).toBe(kind);
  });
  test.each([
    [
      'of the only check',
      { currentRoundTripTime: 0.012, totalRoundTripTime: 0.012, responsesReceived: 1 },
      12,
      12,
    ],
    // As measured between two tabs of one machine while both were drawing their pages.
    [
      'where the last came late',
      { currentRoundTripTime: 0.042, totalRoundTripTime: 0.045, responsesReceived: 3 },
      42,
      1.5,
    ],
    [
      'where an earlier one did',
      { currentRoundTripTime: 0.002, totalRoundTripTime: 0.043, responsesReceived: 2 },
      2,
      2,
    ],
    [
      'on a long path',
      { currentRoundTripTime: 0.041, totalRoundTripTime: 0.121, responsesReceived: 3 },
      41,
      40,
    ],
    ['where the browser tells of one alone', { currentRoundTripTime: 0.04 }, 40, 40],
    [
      'where it tells nonsense',
      { currentRoundTripTime: 0.04, totalRoundTripTime: 0.01, responsesReceived: 3 },
      40,
      40,
    ],
    ['before the first check', { totalRoundTripTime: 0, responsesReceived: 0 }, null, null],
  ])('the round trip %s', (_, pair, rttMs, shortestRttMs) => {
    const path = selectedPathOf(
      new Map([...stats(host, host), ['P', { type: 'candidate-pair', selected: true, ...pair }]]),
    );
    expect(path).toEqual({
      kind: expect.any(String),
      rttMs,
      shortestRttMs: shortestRttMs && expect.closeTo(shortestRttMs),
    });
  });
  test('nothing selected yet', () => {
    expect(selectedPathOf(new Map())).toBeNull();
    expect(selectedPathOf([['x', null]])).toBeNull();
  });
});

describe('archive', () => {
  const contents = [new Uint8Array(3_000_000).fill(7), new Uint8Array(0), new TextEncoder().encode('héllo')];
  const manifest = {
    id: 'id',
    name: 'out',
    zip: true,
    files: ['big.bin', 'empty', 'ordner/ünïcode 文.txt'].map((path, index) => ({
      path,
      length: contents[index]?.length ?? 0,
      lastModified: 1_700_000_000_000,
    })),
  };
  const reads: number[] = [];
  const read = async (file: number, offset: number, length: number) => {
    reads.push(length);
    return contents[file]?.slice(offset, offset + length) ?? new Uint8Array(0);
  };
  const bytesOf = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) =>
    new Uint8Array(await new Response(stream).arrayBuffer());

  test('a ZIP is exactly as long as announced, and is read at most 1 MiB at a time', async () => {
    const archive = openArchive(manifest, read);
    const bytes = await bytesOf(archive.stream);
    expect(bytes.length).toBe(archive.length);
    expect(Math.max(...reads)).toBe(1024 * 1024);
    const text = new TextDecoder('latin1').decode(bytes);
    for (const { path } of manifest.files) {
      expect(text).toContain(new TextDecoder('latin1').decode(new TextEncoder().encode(path)));
    }
  });

  test('one file is itself, even when empty', async () => {
    for (const index of [0, 1, 2]) {
      const files = manifest.files.slice(index, index + 1);
      const archive = openArchive({ ...manifest, zip: false, files }, (_, offset, length) =>
        read(index, offset, length),
      );
      const bytes = await bytesOf(archive.stream);
      expect(Buffer.compare(bytes, contents[index] ?? new Uint8Array(1))).toBe(0);
      expect(archive.length).toBe(contents[index]?.length);
    }
  });

  test('a ZIP over 4 GiB announces its ZIP64 length', () => {
    const length = 5 * 2 ** 30;
    const archive = openArchive({ ...manifest, files: [{ path: 'a', length, lastModified: 0 }] }, read);
    expect(archive.length).toBeGreaterThan(length);
  });

  test.each([65_534, 65_535])('a ZIP of %i files counts them all', async (count) => {
    const files = Array.from({ length: count }, (_, at) => ({ path: `${at}`, length: 0, lastModified: 0 }));
    const archive = openArchive({ ...manifest, files }, read);
    const bytes = Buffer.from(await bytesOf(archive.stream));
    expect(bytes.length).toBe(archive.length);
    const plainEnd = bytes.length - 22;
    expect(bytes.readUInt32LE(plainEnd)).toBe(0x06054b50);
    const plainCount = bytes.readUInt16LE(plainEnd + 10);
    if (plainCount !== 0xffff) {
      expect(plainCount).toBe(count);
      return;
    }
    expect(bytes.readUInt32LE(plainEnd - 20)).toBe(0x07064b50);
    const zip64End = Number(bytes.readBigUInt64LE(plainEnd - 20 + 8));
    expect(bytes.readUInt32LE(zip64End)).toBe(0x06064b50);
    expect(Number(bytes.readBigUInt64LE(zip64End + 32))).toBe(count);
    const directory = Number(bytes.readBigUInt64LE(zip64End + 48));
    expect(bytes.readUInt32LE(directory)).toBe(0x02014b50);
  });

  test('a failing or short read fails the stream', async () => {
    const failing = openArchive(manifest, () => Promise.reject(new Error('gone')));
    await expect(bytesOf(failing.stream)).rejects.toThrow('gone');
    const short = openArchive(manifest, async () => new Uint8Array(1));
    await expect(bytesOf(short.stream)).rejects.toThrow('shorter');
  });
});

test('a download name survives in both forms, and cannot break out of the header', () => {
  expect(contentDisposition('a "b"\r\n文\u00e9(1).txt')).toBe(
    `attachment; filename="a _b_____(1).txt"; filename*=UTF-8''a%20%22b%22%0D%0A%E6%96%87%C3%A9%281%29.txt`,
  );
});
