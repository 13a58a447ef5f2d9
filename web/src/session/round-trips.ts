import type { Alarms } from './alarms.ts';
import type { Connection } from './connection.ts';

const INTERVAL_MS = 1_000;
/** Statistics cost the browser milliseconds: many newcomers have their turn one second after the other. */
const MOST_NEW_AT_ONCE = 3;

/** Keeps the round-trip times of open connections: of new ones soon, and of one of the others each second. */
export class RoundTrips {
  readonly #alarms: Alarms;
  readonly #connections: () => Iterable<Connection>;
  readonly #onChange: () => void;
  #isOn = false;

  constructor(alarms: Alarms, connections: () => Iterable<Connection>, onChange: () => void) {
    this.#alarms = alarms;
    this.#connections = connections;
    this.#onChange = onChange;
  }

  /** Something is open; it ends by itself when nothing is. */
  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#alarms.set(this, this.#alarms.now() + INTERVAL_MS, () => this.#measure());
  }

  stop(): void {
    this.#isOn = false;
    this.#alarms.set(this, null, () => undefined);
  }

  #measure(): void {
    const open = [...this.#connections()].filter(({ isOpen }) => isOpen);
    if (open.length === 0) {
      this.stop();
      return;
    }
    open.sort((a, b) => a.measuredMs - b.measuredMs);
    const fresh = open.filter(({ measuredMs }) => measuredMs === 0).slice(0, MOST_NEW_AT_ONCE);
    const oldest = open.find(({ measuredMs }) => measuredMs > 0);
    for (const connection of oldest === undefined ? fresh : [...fresh, oldest]) {
      connection.measuredMs = this.#alarms.now();
      void this.#read(connection);
    }
    this.#isOn = false;
    this.start();
  }

  async #read(connection: Connection): Promise<void> {
    const rttMs = (await connection.link.measure())?.rttMs ?? null;
    if (rttMs === null || rttMs === connection.rttMs) return;
    connection.rttMs = rttMs;
    this.#onChange();
  }
}
