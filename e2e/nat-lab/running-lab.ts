import { fileURLToPath } from 'node:url';
import { Browsers } from './browsers.ts';
import { Coturn, STUN_URL, TURN_SECRET, TURN_URLS } from './coturn.ts';
import { Network, SERVER_ADDRESS } from './network.ts';
import { Service } from './service.ts';

export const SERVER_PORT = 8080;
export const ORIGIN = `http://${SERVER_ADDRESS}:${SERVER_PORT}`;
const MAIN = fileURLToPath(new URL('../../signaling/dist/main.js', import.meta.url));

/** The networks with their servers in them and a browser at each place: for tests, and for the benchmark. */
export class RunningLab {
  readonly network = new Network();
  readonly coturn = new Coturn(this.network);
  readonly server = new Service({
    command: [...this.network.at('public'), process.execPath, MAIN],
    env: {
      PORT: String(SERVER_PORT),
      HOST: SERVER_ADDRESS,
      STUN_URLS: STUN_URL,
      TURN_URLS: TURN_URLS.join(','),
      TURN_SECRET,
    },
    ready: /Flockdrop is at/,
  });
  readonly browsers = new Browsers(this.network, { origin: ORIGIN, keyHash: this.coturn.keyHash });

  /** Resolves when its servers are ready. What it has made must be taken down even where this rejects. */
  async up(): Promise<void> {
    await Promise.all([this.coturn.up(), this.server.up()]);
  }

  async down(): Promise<void> {
    await this.browsers.close();
    await Promise.all([this.server.down(), this.coturn.down()]);
    this.coturn.remove();
    this.network.remove();
  }
}
