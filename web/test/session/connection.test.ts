import { expect, test, vi } from 'vitest';
import type { Link } from '../../src/adapters/transport.ts';
import { Connection, type LaneOptions } from '../../src/session/connection.ts';

test('what a lane lost is not sent again without end to who takes nothing of it', () => {
  const link = { bufferedAmount: 0, send: vi.fn(), close: vi.fn() };
  const about = { id: 1, name: 'a', peer: 'eve', dialed: true, startedMs: 0 };
  const connection = new Connection(about, link as unknown as Link, {} as LaneOptions);
  const piece = { type: 'piece', piece: 0, offset: 0, data: new Uint8Array(65_536) } as const;
  connection.sendAgain(piece);
  expect(link.send).toHaveBeenCalledOnce();
  link.bufferedAmount = 17 * 1024 * 1024;
  connection.sendAgain(piece);
  expect(link.send).toHaveBeenCalledOnce();
  expect(link.close).toHaveBeenCalledWith('send-failed', expect.any(String));
});
