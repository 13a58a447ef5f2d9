/** Whether a page, which may draw in slices, has come to what was published last. */
export class Lag {
  /** `performance.now()`; `null`: it has. */
  #since: number | null = null;
  readonly #waiting: (() => void)[] = [];

  tell(isBehind: boolean): void {
    if (isBehind) {
      this.#since ??= performance.now();
      return;
    }
    this.#since = null;
    for (const callback of this.#waiting.splice(0)) callback();
  }

  get lastsMs(): number {
    return this.#since === null ? 0 : performance.now() - this.#since;
  }

  /** Calls back as soon as it is not behind: at once, where it is not now. */
  whenOver(callback: () => void): void {
    if (this.#since !== null) this.#waiting.push(callback);
    else callback();
  }
}
