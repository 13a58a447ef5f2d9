import type { Reporter, TestCase } from '@playwright/test/reporter';
import { clear, tables } from './timetable.ts';

/** Prints at the end how long everything took, and why what was skipped was skipped. */
export default class Timetable implements Reporter {
  readonly #reasons = new Set<string>();

  onBegin(): void {
    clear();
  }

  onTestEnd({ annotations }: TestCase): void {
    for (const { type, description } of annotations) {
      if (type === 'skip' && description !== undefined) this.#reasons.add(description);
    }
  }

  onEnd(): void {
    const text = [...this.#reasons, tables()].filter((part) => part !== '').join('\n\n');
    if (text !== '') process.stdout.write(`\n${text}\n`);
  }
}
