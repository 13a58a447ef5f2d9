// Links that are opened behind real routers, in the NAT lab, and what its relay carries.
import { fileURLToPath } from 'node:url';
import { iceServers } from '../nat-lab/coturn.ts';
import { SERVER_ADDRESS } from '../nat-lab/network.ts';
import { serve } from '../nat-lab/path/two-browsers.mjs';
import { ORIGIN, RunningLab } from '../nat-lab/running-lab.ts';

const SERVE = fileURLToPath(new URL('./serve.mjs', import.meta.url));

/** @typedef {{ pages: string, tracker: string, app: string }} Where */
/**
 * @typedef {object} Network
 * @property {import('../nat-lab/network.ts').Place} from where it is shared
 * @property {import('../nat-lab/network.ts').Place} to where the link is opened
 * @property {import('../nat-lab/network.ts').Nat} nat of both homes
 * @property {number} iceServers how many of STUN and TURN a program needs there that is not told by our server: the fewer,
 *   the sooner WebTorrent has gathered its candidates, all of which it waits for
 */

/** What is measured, by the name of its suite. @type {Readonly<Record<string, Network>>} */
export const NETWORKS = {
  'reach-lan': { from: 'home-1', to: 'home-1b', nat: 'port-preserving', iceServers: 0 },
  'reach-punched': { from: 'home-1', to: 'home-2', nat: 'port-preserving', iceServers: 1 },
  'reach-relay': { from: 'home-1', to: 'home-2', nat: 'symmetric', iceServers: 2 },
};

/** One lab for all suites, built when the first of them begins. */
export class ReachLab {
  /** @type {Promise<{ lab: RunningLab, where: Where }> | null} */
  #running = null;
  /** @type {(() => Promise<unknown>)[]} */
  #closers = [];

  /**
   * @template T
   * @param {Network} network
   * @param {(browser: import('./tabs.mjs').Browser, where: Where & { iceServers: RTCIceServer[] }) => Promise<T>} use
   *   `browser` gives a tab at either place in turn, where it is shared first
   * @returns {Promise<T>}
   */
  async between({ from, to, nat, iceServers: needed }, use) {
    this.#running ??= this.#open();
    const { lab, where } = await this.#running;
    for (const home of /** @type {const} */ (['home-1', 'home-2'])) lab.network.router(home, nat);
    const [sharing, receiving] = [await lab.browsers.at(from), await lab.browsers.at(to)];
    let turn = 0;
    const newContext = () => (turn++ % 2 === 0 ? sharing : receiving).newContext();
    return use({ newContext }, { ...where, iceServers: iceServers().slice(0, needed) });
  }

  async close() {
    for (const close of this.#closers.reverse()) await close();
  }

  async #open() {
    const lab = new RunningLab();
    this.#closers.push(() => lab.down());
    const [command = '', ...args] = [...lab.network.at('public'), process.execPath, SERVE, SERVER_ADDRESS];
    const { urls, close } = await serve(command, args);
    this.#closers.push(close);
    const { pages = '', tracker = '' } = urls;
    lab.browsers.trust(pages);
    await lab.up();
    // Not the one that `serve` brings: this one knows STUN and TURN, as a deployment does.
    return { lab, where: { pages, tracker, app: `${ORIGIN}/` } };
  }
}
