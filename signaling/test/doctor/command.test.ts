import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startServer } from '../harness.ts';

/** The command as a person or a script runs it. */
const DOCTOR = fileURLToPath(new URL('../../src/doctor.ts', import.meta.url));

function run(...args: string[]): Promise<{ status: number; out: string; said: string }> {
  return new Promise((resolve) => {
    const command = ['--import', 'tsx', '--conditions=source', DOCTOR, ...args];
    execFile(process.execPath, command, (error, out, said) => {
      resolve({ status: error === null ? 0 : Number(error.code), out, said });
    });
  });
}

test('what is broken is told, with 1 for a script', async () => {
  const { status, out } = await run('http://127.0.0.1:1');
  expect(status).toBe(1);
  expect(out).toContain('✗ health: http://127.0.0.1:1 cannot be reached: nothing listens there.');
});

test('findings are data for those who ask for it', async () => {
  const server = await startServer();
  const { status, out } = await run(server.origin, '--json', '--without-relay');
  await server.close();
  const report: unknown = JSON.parse(out);
  // The server of the tests serves no app.
  expect(status).toBe(1);
  expect(report).toMatchObject({
    ok: false,
    findings: expect.arrayContaining([
      expect.objectContaining({ check: 'page', state: 'broken' }),
      expect.objectContaining({ check: 'websocket', state: 'ok' }),
    ]),
  });
});

test.each([
  [[]],
  [['no address']],
  [['ftp://127.0.0.1']],
  [['http://a', '--timeout', 'soon']],
  [['http://a', '--ca', '/none']],
])('asked wrongly, with %j, it says how to ask, and 2', async (args) => {
  const { status, said } = await run(...args);
  expect(status).toBe(2);
  expect(said).toContain('npm run doctor -- https://');
});
