import type { Reporter } from '@playwright/test/reporter';
import { clear, table } from './timetable.ts';

/** Prints at the end how long each path took. */
export default class Timetable implements Reporter {
  onBegin(): void {
    clear();
  }

  onEnd(): void {
    const text = table();
    if (text !== '') process.stdout.write(`\n${text}\n`);
  }
}
