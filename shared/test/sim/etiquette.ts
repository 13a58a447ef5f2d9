import type { PeerMessage } from '../../src/wire/index.ts';
import type { Symbolic } from './symbolic.ts';

type Message = PeerMessage<Symbolic>;
export type Side = 0 | 1;

/** Most that an end may have asked and not been answered: our `reqq`. */
const REQQ = 1024;

interface Asked {
  readonly sinceMs: number;
  /** Whether the asked end choked the asking one when the request came; `null` while it is on its way. */
  choked: boolean | null;
}

interface End {
  /** What it asked and has no answer to. */
  readonly asked: Map<string, Asked>;
  /** As it said last. */
  choking: boolean;
  /** As it heard last. */
  choked: boolean;
  toldPieces: boolean;
}

/**
 * The rules of one conversation, as someone who overhears it can check them: whoever is `honest` asks nothing while
 * choked and nothing twice, answers each request once, and serves nothing to whom it chokes.
 */
export class Etiquette {
  readonly #honest: readonly [boolean, boolean];
  readonly #fail: (side: Side, fault: string) => never;
  readonly #ends: readonly [End, End] = [newEnd(), newEnd()];

  constructor(honest: readonly [boolean, boolean], fail: (side: Side, fault: string) => never) {
    this.#honest = honest;
    this.#fail = fail;
  }

  says(side: Side, message: Message, nowMs: number): void {
    const end = this.#ends[side];
    const other = this.#ends[side === 0 ? 1 : 0];
    switch (message.type) {
      case 'choke':
      case 'unchoke':
        end.choking = message.type === 'choke';
        return;
      case 'bitfield':
      case 'have-all':
      case 'have-none':
        this.#check(side, !end.toldPieces, 'says twice what it has');
        end.toldPieces = true;
        return;
      case 'request': {
        const key = keyOf(message.piece, message.offset, message.length);
        this.#check(side, !end.choked, `asks ${key} while choked`);
        this.#check(side, !end.asked.has(key), `asks ${key} twice`);
        end.asked.set(key, { sinceMs: nowMs, choked: null });
        this.#check(side, end.asked.size <= REQQ, 'asks too much');
        return;
      }
      case 'piece':
      case 'reject': {
        const length = message.type === 'piece' ? message.data.byteLength : message.length;
        const key = keyOf(message.piece, message.offset, length);
        const asked = other.asked.get(key);
        other.asked.delete(key);
        this.#check(side, typeof asked?.choked === 'boolean', `answers ${key}, which was not asked`);
        this.#check(
          side,
          message.type === 'reject' || asked?.choked === false,
          `serves ${key} while choking`,
        );
        return;
      }
    }
  }

  hears(side: Side, message: Message): void {
    const end = this.#ends[side];
    if (message.type === 'choke' || message.type === 'unchoke') {
      end.choked = message.type === 'choke';
    } else if (message.type === 'request') {
      const key = keyOf(message.piece, message.offset, message.length);
      const asked = this.#ends[side === 0 ? 1 : 0].asked.get(key);
      if (asked !== undefined) asked.choked = end.choking;
    }
  }

  /** What an honest end has owed the other for at least `ms`. */
  overdue(nowMs: number, ms: number): number {
    let count = 0;
    for (const side of [0, 1] as const) {
      if (!this.#honest[side === 0 ? 1 : 0]) continue;
      for (const { sinceMs } of this.#ends[side].asked.values()) if (nowMs - sinceMs >= ms) count++;
    }
    return count;
  }

  #check(side: Side, holds: boolean, fault: string): void {
    if (!holds && this.#honest[side]) this.#fail(side, fault);
  }
}

function newEnd(): End {
  return { asked: new Map(), choking: true, choked: true, toldPieces: false };
}

function keyOf(piece: number, offset: number, length: number): string {
  return `${piece}:${offset}:${length}`;
}
