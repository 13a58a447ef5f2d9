import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';

/** The rules between floors are kept by tools; this proves that the tools bite. */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const require = createRequire(import.meta.url);
const BIOME = join(dirname(require.resolve('@biomejs/biome/package.json')), 'bin/biome');
const TSC = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');

type Row = readonly [path: string, code: string];

interface Broken {
  readonly line: number;
  readonly rule: string;
}

/**
 * What each of these files breaks of our rules, all of them in one house with nothing else in it. A path that ends in
 * `x` stands for any file there, and so several rows may have it.
 */
function lint(rows: readonly Row[]): readonly (readonly Broken[])[] {
  const house = mkdtempSync(join(tmpdir(), 'flockdrop-floors-'));
  try {
    cpSync(join(ROOT, 'biome.json'), join(house, 'biome.json'));
    cpSync(join(ROOT, 'shared/test/house'), join(house, 'shared/test/house'), { recursive: true });
    const paths = rows.map(([path, code], at) => {
      const own = path.replace(/\/x\.(\w+)$/, `/x${at}.$1`);
      mkdirSync(join(house, dirname(own)), { recursive: true });
      writeFileSync(join(house, own), `${code}\n`, { flag: 'wx' });
      return own;
    });
    const flags = ['--vcs-enabled=false', '--max-diagnostics=1000', '--colors=off'];
    const { stdout, stderr } = spawnSync(process.execPath, [BIOME, 'lint', ...flags, ...paths], {
      cwd: house,
      encoding: 'utf8',
    });
    const said = stdout + stderr;
    // Without this, a configuration that Biome does not accept would look like files without fault.
    expect(said).toMatch(new RegExp(`Checked ${paths.length} files? `));
    const found = [...said.matchAll(/^(\S+?):(\d+):\d+ (\S+) /gm)];
    return paths.map((own) =>
      found
        .filter(([, path]) => path === own)
        .map(([, , line, rule]) => ({ line: Number(line), rule: rule ?? '' })),
    );
  } finally {
    rmSync(house, { recursive: true });
  }
}

const RULES = [
  'plugin',
  'lint/style/noRestrictedImports',
  'lint/style/noRestrictedGlobals',
  'lint/nursery/noJsRestrictedProperties',
];

/** Lines that a rule between floors refuses. Other rules may have their say as well. */
function refused(broken: readonly Broken[] | undefined): readonly number[] {
  const lines = (broken ?? []).filter(({ rule }) => RULES.includes(rule)).map(({ line }) => line);
  return [...new Set(lines)].sort();
}

/** Every way to import. */
const imports = (target: string) =>
  [`import '${target}';`, `export * from '${target}';`, `import('${target}');`].join('\n');

describe('floors', () => {
  const forbidden = [
    ['shared/src/bytes/x.ts', '../metainfo/index.ts'],
    ['shared/src/metainfo/x.ts', '../wire/index.ts'],
    ['shared/src/metainfo/deeper/x.ts', '../../wire/index.ts'],
    ['shared/src/identity/x.ts', '../signaling/index.ts'],
    ['shared/src/wire/x.ts', '../swarm/index.ts'],
    ['shared/src/signaling/x.ts', '../swarm/index.ts'],
    ['shared/src/swarm/x.ts', '../signaling/index.ts'],
    ['shared/src/bytes/x.ts', '@flockdrop/shared/swarm'],
    ['shared/src/swarm/x.ts', '@flockdrop/shared/wire'],
    ['web/src/adapters/x.ts', '../session/session.ts'],
    ['web/src/adapters/x.ts', './transport.ts'],
    ['web/src/adapters/x.ts', './one-that-is-new.ts'],
    ['web/src/adapters/x.ts', './hash-pool.ts'],
    ['web/src/adapters/x.ts', './backoff.ts'],
    ['web/src/adapters/x.ts', './ed25519.ts'],
    ['web/src/adapters/x.ts', './database-lock.ts'],
    ['web/src/adapters/x.ts', './compose-blob.ts'],
    ['web/src/adapters/x.ts', './folder-tree.ts'],
    ['web/src/adapters/file-source.ts', './connection-kind.ts'],
    ['web/src/adapters/hash-pool.ts', './path-keeper.ts'],
    ['web/src/adapters/transport.ts', './hash-pool.ts'],
    ['web/src/adapters/x.ts', '../main.tsx'],
    ['web/src/worker/x.ts', '../adapters/clock.ts'],
    ['web/src/worker/sha256/x.ts', '../../adapters/clock.ts'],
    ['web/src/session/x.ts', '../features/app/index.ts'],
    ['web/src/session/x.ts', '../adapters/hash-pool.ts'],
    ['web/src/store/x.ts', '../session/session.ts'],
    ['web/src/store/x.ts', '@flockdrop/shared/swarm'],
    ['web/src/features/share/x.ts', '../../session/share.ts'],
    ['web/src/features/share/x.ts', '../../adapters/saver.ts'],
    ['web/src/features/share/x.ts', '../../main.tsx'],
    ['web/src/features/share/x.ts', '@flockdrop/shared/swarm'],
    ['web/src/session/x.ts', '../text/index.ts'],
    ['web/src/adapters/x.ts', '../text/index.ts'],
    ['web/src/text/x.ts', '../session/snapshot.ts'],
    ['web/src/text/x.ts', '../features/app/index.ts'],
    ['web/src/ui/x.ts', '../store/index.ts'],
    ['signaling/src/x.ts', '@flockdrop/shared/swarm'],
    ['signaling/src/x.ts', '@flockdrop/shared/wire'],
    ['signaling/src/x.ts', '../../web/src/session/session.ts'],
    ['signaling/src/x.ts', '../../shared/src/swarm/index.ts'],
    ['web/src/session/x.ts', '../../../signaling/src/server.ts'],
    ['web/src/session/x.ts', '@flockdrop/signaling'],
    ['web/src/x.ts', '../../shared/src/swarm/index.ts'],
    ['e2e/journeys/x.ts', '@flockdrop/shared/wire'],
    ['e2e/support/x.ts', '../../web/src/main.tsx'],
    ['e2e/support/x.ts', '../../signaling/src/server.ts'],
    ['e2e/bench/x.mjs', '../../shared/src/wire/index.ts'],
  ] as const;
  const allowed = [
    ['shared/src/swarm/x.ts', '../wire/index.ts'],
    ['signaling/src/x.ts', '@flockdrop/shared/signaling'],
    ['web/src/session/x.ts', '../adapters/clock.ts'],
    ['web/src/session/x.ts', '@flockdrop/shared/swarm'],
    ['web/src/store/x.ts', '../session/snapshot.ts'],
    ['web/src/features/share/x.ts', '../../session/snapshot.ts'],
    ['web/src/adapters/x.ts', '../worker/protocol.ts'],
    ['web/src/adapters/file-source.ts', './hash-pool.ts'],
    ['web/src/adapters/transport.ts', './connection-kind.ts'],
    ['web/src/adapters/path-facts.ts', './connection-kind.ts'],
    ['web/src/adapters/signaling-socket.ts', './backoff.ts'],
    ['web/src/adapters/identity-store.ts', './ed25519.ts'],
    ['web/src/adapters/tab-lock.ts', './database-lock.ts'],
    ['web/src/adapters/saver.ts', './compose-blob.ts'],
    ['web/src/adapters/app-worker.ts', './topic-lock.ts'],
    ['web/src/features/share/x.ts', '../../text/index.ts'],
    ['web/src/ui/x.ts', '../text/index.ts'],
    ['web/src/adapters/folder-writer.ts', './folder-tree.ts'],
    ['web/src/adapters/library-store.ts', './settings.ts'],
    ['web/src/adapters/streamer.ts', './service-worker.ts'],
    ['web/src/main.tsx', './adapters/clock.ts'],
  ] as const;
  let broken: ReturnType<typeof lint> = [];
  let kept: ReturnType<typeof lint> = [];
  beforeAll(() => {
    broken = lint(forbidden.map(([path, target]) => [path, imports(target)]));
    kept = lint(allowed.map(([path, target]) => [path, imports(target)]));
  });

  test.each(forbidden.map((row, at) => [...row, at] as const))(
    '%s must not import %s',
    (_path, _target, at) => {
      expect(refused(broken[at])).toEqual([1, 2, 3]);
    },
  );

  test.each(allowed.map((row, at) => [...row, at] as const))('%s may import %s', (_path, _target, at) => {
    expect(refused(kept[at])).toEqual([]);
  });
});

describe('libraries', () => {
  const strange = [
    ['simple-peer', 'web/src/session/x.ts'],
    ['simple-peer', 'signaling/src/x.ts'],
    ['simple-peer/index.js', 'web/src/adapters/x.ts'],
    ['simple-peer/index.js', 'e2e/support/x.ts'],
    ['idb-keyval', 'web/src/session/x.ts'],
    ['idb-keyval', 'web/src/features/share/x.ts'],
    ['idb-keyval', 'web/src/sw.ts'],
    ['react', 'web/src/adapters/x.ts'],
    ['react', 'web/src/worker/x.ts'],
    ['react', 'web/src/store/x.ts'],
    ['react-dom/client', 'web/src/adapters/x.ts'],
    ['react-dom/client', 'web/src/session/x.ts'],
    ['react/jsx-runtime', 'web/src/session/x.ts'],
    ['zustand', 'web/src/session/x.ts'],
    ['zustand', 'web/src/ui/x.ts'],
    ['zustand/vanilla', 'web/src/ui/x.ts'],
    ['zustand/shallow', 'web/src/adapters/x.ts'],
  ] as const;
  const atHome = [
    ['simple-peer/index.js', 'web/src/adapters/transport.ts'],
    ['idb-keyval', 'web/src/adapters/x.ts'],
    ['idb-keyval', 'web/src/worker/x.ts'],
    ['react', 'web/src/ui/x.ts'],
    ['react', 'web/src/text/x.ts'],
    ['react-dom/client', 'web/src/features/app/x.ts'],
    ['zustand', 'web/src/features/app/x.ts'],
    ['zustand/vanilla', 'web/src/store/x.ts'],
  ] as const;
  let broken: ReturnType<typeof lint> = [];
  let kept: ReturnType<typeof lint> = [];
  beforeAll(() => {
    broken = lint(strange.map(([library, path]) => [path, imports(library)]));
    kept = lint(atHome.map(([library, path]) => [path, imports(library)]));
  });

  test.each(strange.map((row, at) => [...row, at] as const))(
    '%s must not be known to %s',
    (_name, _path, at) => {
      expect(refused(broken[at])).toEqual([1, 2, 3]);
    },
  );

  test.each(atHome.map((row, at) => [...row, at] as const))('%s may be known to %s', (_name, _path, at) => {
    expect(refused(kept[at])).toEqual([]);
  });
});

describe('what pages over plain http do not have', () => {
  const scarce = [
    ['crypto.subtle', 'web/src/worker/digests.ts'],
    ['crypto.subtle', 'web/src/adapters/ed25519.ts'],
    ['navigator.clipboard', 'web/src/ui/copy-text.ts'],
    ['navigator.locks', 'web/src/adapters/tab-lock.ts'],
    ['navigator.locks', 'web/src/adapters/topic-lock.ts'],
    ['navigator.serviceWorker', 'web/src/adapters/service-worker.ts'],
    ['navigator.serviceWorker', 'web/src/adapters/app-worker.ts'],
  ] as const;
  const elsewhere = [...new Set([...scarce.map(([name]) => name), 'crypto.randomUUID'])];
  let broken: ReturnType<typeof lint> = [];
  let kept: ReturnType<typeof lint> = [];
  beforeAll(() => {
    broken = lint(elsewhere.map((name) => ['web/src/session/x.ts', `export const it = ${name};`]));
    kept = lint(scarce.map(([name, path]) => [path, `export const it = ${name};`]));
  });

  test.each(elsewhere.map((name, at) => [name, at] as const))('%s is not used just anywhere', (_, at) => {
    expect(refused(broken[at])).toEqual([1]);
  });

  test.each(scarce.map((row, at) => [...row, at] as const))('%s is looked for in %s', (_name, _path, at) => {
    expect(refused(kept[at])).toEqual([]);
  });
});

const CORE_FLOORS = ['swarm', 'wire', 'metainfo', 'signaling'];

describe('the core is told what it needs, and waits for nothing', () => {
  const forbidden = [
    ['the time', 'export const now = () => Date.now();'],
    ['a date', 'export const today = () => new Date();'],
    ['randomness', 'export const dice = () => Math.random();'],
    ['randomness by another name', 'export const { random } = Math;'],
    ['a timer', 'export const later = (then: () => void) => setTimeout(then, 1);'],
    ['a microtask', 'export const soon = (then: () => void) => queueMicrotask(then);'],
    ['a way round', 'export const now = () => globalThis.Date.now();'],
    ['a promise', 'export const never = new Promise(() => {});'],
    ['a promise as a type', 'export type Later = Promise<number>;'],
    ['an async function', 'export async function f() {}'],
    ['an async function in an expression', 'export const f = async function () {};'],
    ['an async arrow', 'export const f = async (x: number) => x;'],
    ['an async method', 'export class A { async m() {} }'],
    ['an async method with a modifier', 'export class A { static async m() {} }'],
    ['an async method of an object', 'export const a = { async m() {} };'],
    ['an await', 'export const x = await 1;'],
  ] as const;
  let broken: ReturnType<typeof lint> = [];
  beforeAll(() => {
    broken = lint(
      forbidden.flatMap(([, code]) => CORE_FLOORS.map((floor): Row => [`shared/src/${floor}/x.ts`, code])),
    );
  });

  test.each(forbidden.map(([what], at) => [what, at] as const))('it refuses %s', (_, at) => {
    const first = at * CORE_FLOORS.length;
    for (const each of broken.slice(first, first + CORE_FLOORS.length)) expect(refused(each)).toEqual([1]);
  });

  test('but creating a torrent reads files, and so may wait, though not look at a clock', () => {
    const code = [
      'export async function f(x: Promise<number>): Promise<number> {',
      '  const now = Date.now();',
      '  const dice = Math.random();',
      '  return (await x) + now + dice;',
      '}',
    ];
    const [creating] = lint([['shared/src/metainfo/create.ts', code.join('\n')]]);
    expect(refused(creating)).toEqual([2, 3]);
  });

  test('names that only begin like it are fine', () => {
    const code =
      'export const asyncTime = (x: number) => Math.min(x, 1);\nexport class A {\n  asyncM() {}\n}';
    expect(lint([['shared/src/swarm/x.ts', code]])).toEqual([[]]);
  });
});

test.each([
  ['the DOM', 'document.title;'],
  ['Node', 'process.exit();'],
  ['a timer', 'setTimeout(() => {}, 0);'],
])('shared does not compile with %s in it', (_, code) => {
  const folder = mkdtempSync(join(ROOT, 'shared/.floors-'));
  try {
    writeFileSync(join(folder, 'x.ts'), `${code}\nexport {};\n`);
    const config = {
      extends: '../tsconfig.json',
      compilerOptions: { rootDir: '.', noEmit: true, composite: false },
      include: ['x.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const run = () => spawnSync(process.execPath, [TSC, '-p', folder], { encoding: 'utf8' });
    const { status, stdout } = run();
    expect(stdout).toMatch(/error TS2\d+: Cannot find name/);
    expect(status).not.toBe(0);
    writeFileSync(join(folder, 'x.ts'), 'export const fine = 1;\n');
    expect(run().status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
