// The machine in words. Names no host and no path.
import { readFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';

/**
 * @param {string} chromiumVersion
 * @returns {Readonly<Record<string, string | number>>}
 */
export function describeMachine(chromiumVersion) {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round((memoryLimit() / 2 ** 30) * 10) / 10,
    system: `${platform()} ${release()}`,
    node: process.versions.node,
    chromium: chromiumVersion,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

/** Bytes: what the machine has or, where that is less, what this container may use. */
function memoryLimit() {
  try {
    const limit = Number(readFileSync('/sys/fs/cgroup/memory.max', 'utf8'));
    return Number.isFinite(limit) ? Math.min(limit, totalmem()) : totalmem();
  } catch {
    return totalmem();
  }
}
