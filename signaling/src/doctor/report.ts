import type { Finding } from './finding.ts';

const SIGNS: Readonly<Record<Finding['state'], string>> = {
  ok: '✓',
  warning: '!',
  broken: '✗',
  skipped: '–',
};

/** For a person: every check in words, what to do below it, and the sum in the last line. */
export function inText(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ state, check, says, next }) => [
    `${SIGNS[state]} ${check}: ${says}`,
    ...(next === undefined ? [] : [`    → ${next}`]),
  ]);
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
  const [faults, doubts] = [count('broken'), count('warning')];
  const sum =
    faults > 0
      ? `${faults} of ${findings.length} checks found something broken.`
      : doubts > 0
        ? `Everything works; ${doubts} of ${findings.length} checks have something to say.`
        : 'Everything works.';
  return [...lines, '', sum, ''].join('\n');
}

/** For a script: `{"ok": boolean, "findings": Finding[]}`. */
export function inJson(findings: readonly Finding[]): string {
  return `${JSON.stringify({ ok: isSound(findings), findings }, null, 2)}\n`;
}

/** Nothing is broken. */
export function isSound(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'broken');
}
