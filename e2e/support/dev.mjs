// Both halves with hot reload: the server restarts when its sources change, the page updates in place.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const server = ['--watch', '--conditions=source', '--import', 'tsx', 'signaling/src/main.ts'];
const page = ['node_modules/vite/bin/vite.js', 'web', '--config', 'web/vite.config.ts'];

const halves = [server, page].map((args) => spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }));

/** When one half ends, or the terminal asks, both end. */
function stop() {
  for (const half of halves) half.kill();
}
for (const half of halves) half.on('exit', stop);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
