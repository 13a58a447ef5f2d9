// The machine in words: what somebody needs to judge the figures, nothing that names it.
import { cpus, totalmem, type } from 'node:os';

/** @param {import('@playwright/test').Browser} browser */
export function describeMachine(browser) {
  const processors = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  return `${processors.length} cores (${model}), ${gib} GiB memory, ${type()}, Node ${process.versions.node}, Chromium ${browser.version()} headless; both contexts in one browser on the machine, which may be shared with others`;
}
