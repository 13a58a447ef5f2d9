/** What a check came to. `broken`: somebody cannot use the site, or may misuse it. */
export interface Finding {
  /** Stable, for scripts. */
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'broken' | 'skipped';
  /** What is so, in one or two sentences. */
  readonly says: string;
  /** What to do about it. */
  readonly next?: string;
}

export const ok = (check: string, says: string): Finding => ({ check, state: 'ok', says });
export const skipped = (check: string, says: string): Finding => ({ check, state: 'skipped', says });
export const warning = (check: string, says: string, next: string): Finding => ({
  check,
  state: 'warning',
  says,
  next,
});
export const broken = (check: string, says: string, next: string): Finding => ({
  check,
  state: 'broken',
  says,
  next,
});
