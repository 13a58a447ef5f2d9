// Memory of renderer processes, as the kernel counts it: private pages and their share of common ones.
import { readFileSync } from 'node:fs';

const SAMPLE_MS = 250;

/** @param {number} pid @returns {number} bytes, 0 when it is gone */
function residentBytes(pid) {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/**
 * Watches every renderer there is now; `stop` gives each one's peak above its first sample, bytes, largest first.
 * @param {import('@playwright/test').Browser} browser
 */
export async function watchRenderers(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const base = new Map(pids.map((pid) => [pid, residentBytes(pid)]));
  const peak = new Map(base);
  const sample = () => {
    for (const pid of pids) peak.set(pid, Math.max(peak.get(pid) ?? 0, residentBytes(pid)));
  };
  const timer = setInterval(sample, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      sample();
      return pids.map((pid) => (peak.get(pid) ?? 0) - (base.get(pid) ?? 0)).sort((a, b) => b - a);
    },
  };
}
