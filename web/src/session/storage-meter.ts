import type { Alarms } from './alarms.ts';

const ESTIMATE_INTERVAL_MS = 10_000;

/** How much room this browser gives the page, measured now and then. */
export class StorageMeter {
  readonly #alarms: Alarms;
  readonly #onChange: () => void;
  #used: number | null = null;
  #quota: number | null = null;
  #isKept: boolean | null = null;

  constructor(alarms: Alarms, onChange: () => void) {
    this.#alarms = alarms;
    this.#onChange = onChange;
  }

  /** Bytes; `null` when the browser does not tell. */
  get used(): number | null {
    return this.#used;
  }

  get quota(): number | null {
    return this.#quota;
  }

  /** Whether the browser promised to keep it when the disk gets full; `null` when it does not tell. */
  get isKept(): boolean | null {
    return this.#isKept;
  }

  /** Call from a gesture: some browsers ask the person, and others look at what they did. */
  async keep(): Promise<boolean> {
    const isKept = (await navigator.storage?.persist?.().catch(() => false)) ?? false;
    if (navigator.storage !== undefined) this.#take(isKept);
    return isKept;
  }

  /** Now, and from now on. */
  measure(): void {
    if (navigator.storage === undefined) return; // as on every page over plain http
    this.#alarms.set(this, this.#alarms.now() + ESTIMATE_INTERVAL_MS, () => this.measure());
    navigator.storage.persisted?.().then(
      (isKept) => this.#take(isKept),
      () => undefined,
    );
    navigator.storage.estimate().then(
      ({ usage, quota }) => {
        this.#used = usage ?? null;
        this.#quota = quota ?? null;
        this.#onChange();
      },
      () => undefined, // a browser that does not tell: there is nothing to show
    );
  }

  #take(isKept: boolean): void {
    if (this.#isKept === isKept) return;
    this.#isKept = isKept;
    this.#onChange();
  }
}
