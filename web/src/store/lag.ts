/** Whether a page, which may draw in slices, has come to what was published last. */
export class Lag {
  #isBehind = false;
  readonly #waiting: (() => void)[] = [];

  tell(isBehind: boolean): void {
    this.#isBehind = isBehind;
    if (isBehind) return;
    for (const callback of this.#waiting.splice(0)) callback();
  }

  /** Calls back as soon as it is not behind: at once, where it is not now. */
  whenOver(callback: () => void): void {
    if (this.#isBehind) this.#waiting.push(callback);
    else callback();
  }
}
