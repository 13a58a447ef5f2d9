import type { Reporter } from '@playwright/test/reporter';
import { clear, tables } from './timetable.ts';

/** Prints at the end how long everything took. */
export default class Timetable implements Reporter {
  onBegin(): void {
    clear();
  }

  onEnd(): void {
    const text = tables();
    if (text !== '') process.stdout.write(`\n${text}\n`);
  }
}
