// Installs what only one command needs, beside it and nowhere else: the app's own lock file never sees it.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @param {URL} folder with a package.json and its lock file */
export function install(folder) {
  const env = { ...process.env };
  // `npm run` tells its children which project they belong to; this one is another.
  delete env.npm_config_local_prefix;
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: fileURLToPath(folder),
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
