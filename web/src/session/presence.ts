import type { SessionContext } from './context.ts';
import type { SwarmLinks } from './links.ts';
import type { Problem } from './snapshot.ts';

const SCRAPE_INTERVAL_MS = 10_000;
/** What the server says of somebody who is not in the swarm, and what nobody minds who has left it. */
const ERRORS_OF_THE_ABSENT = new Set(['not-in-swarm', 'replaced']);

export interface PresenceListener {
  /** Where peers and signals go; `null` while the share does not run here. */
  links(): SwarmLinks | null;
  /** `null`: the server takes us again. */
  onProblem(problem: Problem | null): void;
}

/**
 * One share's place at the signaling server: whether we are in its swarm, how many others are, and how much we
 * said we still want. It hands on who is there and dials nobody itself.
 */
export class Presence {
  readonly #context: SessionContext;
  readonly #infoHash: string;
  #isIn = false;
  #knownPeers: number | null = null;

  /** @param infoHash v2 info-hash, hex */
  constructor(context: SessionContext, infoHash: string, listener: PresenceListener) {
    this.#context = context;
    this.#infoHash = infoHash;
    context.signaling.watch(infoHash, {
      onJoined: (peers, total) => {
        listener.links()?.learn(peers);
        listener.onProblem(null);
        this.#count(Math.max(total, peers.length));
      },
      onPeerJoined: (_peer, total) => this.#count(total),
      onPeerLeft: (peer, total) => {
        listener.links()?.forget(peer);
        this.#count(total);
      },
      onNoSuchPeer: (peer) => listener.links()?.gone(peer),
      onSignal: (from, connection, data) => listener.links()?.receiveSignal(from, connection, data),
      onScraped: (peers) => this.#count(peers),
      onError: (code, message) => {
        if (this.#isIn || !ERRORS_OF_THE_ABSENT.has(code)) listener.onProblem({ code, message });
      },
    });
  }

  /** Peers that the server knows besides us; `null` until it told. */
  get knownPeers(): number | null {
    return this.#knownPeers;
  }

  /** Asks now and then how many there are; nobody learns who asks. */
  scrape(): void {
    const { alarms, signaling } = this.#context;
    alarms.set(this, alarms.now() + SCRAPE_INTERVAL_MS, () => {
      signaling.scrape(this.#infoHash);
      this.scrape();
    });
  }

  stopScraping(): void {
    this.#context.alarms.set(this, null, () => undefined);
  }

  /** @param left bytes still missing, `null` while unknown */
  join(left: number | null): void {
    this.#isIn = true;
    this.#context.signaling.join(this.#infoHash, left);
  }

  /** Who let go of everyone joins anew: the server tells only newcomers who is there. */
  rejoin(left: number | null): void {
    this.leave();
    this.join(left);
  }

  leave(): void {
    this.#isIn = false;
    this.#context.signaling.leave(this.#infoHash);
  }

  progress(left: number): void {
    this.#context.signaling.progress(this.#infoHash, left);
  }

  close(): void {
    this.#isIn = false;
    this.stopScraping();
    this.#context.signaling.forget(this.#infoHash);
  }

  #count(total: number): void {
    this.#knownPeers = total;
    this.#context.changed();
  }
}
