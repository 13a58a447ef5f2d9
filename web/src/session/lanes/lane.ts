import { type BlockRef, MessageDecoder, type PeerMessage, WireError } from '@flockdrop/shared/wire';
import { createLink, type Link, type LinkOptions } from '../../adapters/transport.ts';
import { parseSignal } from '../signals.ts';

/** As many pieces as may be asked for at a time: no more of them can be on their way. */
const MAX_UNDELIVERED = 1_024;
/** Longer ones the other side would refuse. */
const MAX_SIGNAL_LENGTH = 8 * 1024;

export interface LaneOptions extends Pick<LinkOptions, 'initiator' | 'now' | 'iceServers' | 'onDrain'> {
  /** JSON for the other side. */
  onSignal(signal: string): void;
  onOpen(): void;
  onPiece(message: PeerMessage): void;
  onFault(code: string, reason: string): void;
  /** Exactly once. @param received pieces that came over it, all in all @param code why, as the link says */
  onClose(received: number, code: string): void;
}

/**
 * One connection beside a link's first. It carries pieces in order, so a count alone tells which of them arrived when it
 * ends.
 */
export class Lane {
  readonly link: Link;
  readonly #decoder = new MessageDecoder('pieces');
  #state: 'connecting' | 'open' | 'closed' = 'connecting';
  #received = 0;
  /** Pieces sent before those in `#sent`. */
  #before = 0;
  readonly #sent: BlockRef[] = [];
  /** What the other side got; `null` until it has said so. */
  #delivered: number | null = null;

  constructor(options: LaneOptions) {
    this.link = createLink({
      initiator: options.initiator,
      now: options.now,
      iceServers: options.iceServers,
      relayOnly: false,
      onSignal: (data) => {
        const signal = JSON.stringify(data);
        if (signal.length <= MAX_SIGNAL_LENGTH) options.onSignal(signal);
        else this.link.close('bad-signal');
      },
      onOpen: () => {
        this.#state = 'open';
        options.onOpen();
      },
      onMessage: (data) => this.#receive(data, options),
      onDrain: options.onDrain,
      onClose: ({ code }) => {
        this.#state = 'closed';
        options.onClose(this.#received, code);
      },
      onConnectionKind: () => undefined,
    });
  }

  get state(): 'connecting' | 'open' | 'closed' {
    return this.#state;
  }

  signal(text: string): void {
    this.link.signal(parseSignal(text));
  }

  send(frame: Uint8Array<ArrayBuffer>, ref: BlockRef): void {
    this.#sent.push(ref);
    if (this.#sent.length > MAX_UNDELIVERED) {
      this.#sent.shift();
      this.#before++;
    }
    this.link.send(frame);
  }

  /** The other side has closed its end and says how much it got. False: so much was never sent. */
  settle(delivered: number): boolean {
    if (delivered > this.#before + this.#sent.length) return false;
    this.#delivered ??= delivered;
    return true;
  }

  /** What never arrived, once both ends are closed; `null` before that. */
  takeLost(): BlockRef[] | null {
    if (this.#state !== 'closed' || this.#delivered === null) return null;
    return this.#sent.splice(0).slice(Math.max(0, this.#delivered - this.#before));
  }

  #receive(data: Uint8Array, { onPiece, onFault }: LaneOptions): void {
    try {
      for (const message of this.#decoder.push(data)) {
        this.#received++;
        onPiece(message);
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      onFault(error.code, error.message);
    }
  }
}
