import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** What operators can see; no addresses, no info-hashes. */
export class Metrics {
  readonly registry = new Registry();
  readonly messages = new Counter({
    name: 'flockdrop_messages_total',
    help: 'Messages received, by type',
    labelNames: ['type'],
    registers: [this.registry],
  });
  readonly refused = new Counter({
    name: 'flockdrop_refused_total',
    help: 'Connections and messages refused, by code',
    labelNames: ['code'],
    registers: [this.registry],
  });

  constructor(counts: () => { sockets: number; clients: number; swarms: number; members: number }) {
    collectDefaultMetrics({ register: this.registry });
    for (const [name, help] of [
      ['sockets', 'Open WebSockets'],
      ['clients', 'Sockets whose key was proven'],
      ['swarms', 'Shares with at least one member'],
      ['members', 'Members of all shares'],
    ] as const) {
      new Gauge({
        name: `flockdrop_${name}`,
        help,
        registers: [this.registry],
        collect() {
          this.set(counts()[name]);
        },
      });
    }
  }
}
