import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** The rules between floors are kept by tools; this proves that the tools bite. */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const require = createRequire(import.meta.url);
const BIOME = join(dirname(require.resolve('@biomejs/biome/package.json')), 'bin/biome');
const TSC = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');

/** Whether a file at `path` may hold `code`, by our rules, in a house with nothing else in it. */
function lint(path: string, code: string): { readonly passes: boolean; readonly said: string } {
  const house = mkdtempSync(join(tmpdir(), 'flockdrop-floors-'));
  try {
    cpSync(join(ROOT, 'biome.json'), join(house, 'biome.json'));
    mkdirSync(join(house, dirname(path)), { recursive: true });
    writeFileSync(join(house, path), code);
    const flags = ['--vcs-enabled=false', '--only=style/noRestrictedImports'];
    const run = spawnSync(process.execPath, [BIOME, 'lint', ...flags, path], {
      cwd: house,
      encoding: 'utf8',
    });
    return { passes: run.status === 0, said: run.stdout + run.stderr };
  } finally {
    rmSync(house, { recursive: true });
  }
}

describe('floors', () => {
  test.each([
    ['shared/src/bytes/x.ts', '../metainfo/index.ts'],
    ['shared/src/metainfo/x.ts', '../wire/index.ts'],
    ['shared/src/wire/x.ts', '../swarm/index.ts'],
    ['shared/src/signaling/x.ts', '../swarm/index.ts'],
    ['shared/src/swarm/x.ts', '../signaling/index.ts'],
    ['web/src/adapters/x.ts', 'react'],
    ['web/src/adapters/x.ts', '../session/session.ts'],
    ['web/src/adapters/x.ts', './transport.ts'],
    ['web/src/worker/x.ts', '../adapters/clock.ts'],
    ['web/src/session/x.ts', '../features/app/index.ts'],
    ['web/src/session/x.ts', 'zustand'],
    ['web/src/store/x.ts', '../session/session.ts'],
    ['web/src/features/share/x.ts', '../../session/share.ts'],
    ['web/src/features/share/x.ts', '../../adapters/saver.ts'],
    ['web/src/features/share/x.ts', '@flockdrop/shared/swarm'],
    ['web/src/ui/x.ts', '../store/index.ts'],
    ['e2e/journeys/x.ts', '@flockdrop/shared/wire'],
    ['e2e/support/x.ts', '../../web/src/main.tsx'],
  ])('%s must not import %s', (path, target) => {
    const { passes, said } = lint(path, `import '${target}';\n`);
    expect(said).toContain('noRestrictedImports');
    expect(passes).toBe(false);
  });

  test.each([
    ['shared/src/swarm/x.ts', '../wire/index.ts'],
    ['web/src/session/x.ts', '../adapters/clock.ts'],
    ['web/src/store/x.ts', '../session/snapshot.ts'],
    ['web/src/features/share/x.ts', '../../session/snapshot.ts'],
    ['web/src/adapters/x.ts', '../worker/protocol.ts'],
  ])('%s may import %s', (path, target) => {
    expect(lint(path, `import '${target}';\n`)).toMatchObject({ passes: true });
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
