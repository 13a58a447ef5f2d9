import type { Torrent } from '../../src/metainfo/index.ts';
import type { PeerMessage } from '../../src/wire/index.ts';
import type { Symbolic } from './symbolic.ts';

type Message = PeerMessage<Symbolic>;

/** What a behaviour may do beside or instead of what its engine says. */
export interface Actor {
  readonly torrent: Torrent;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  say(message: Message, delayMs?: number): void;
  /** Its person presses pause, and resume a while later. */
  pauseFor(ms: number): void;
}

/** How a node deceives. Its engine is honest; the lie is told on the way out. */
export interface Behaviour {
  readonly isHonest: boolean;
  /** Whether its lies can be proven, so that honest peers may ban it. */
  readonly isProvable: boolean;
  say(message: Message, actor: Actor): void;
}

export const honest: Behaviour = {
  isHonest: true,
  isProvable: false,
  say: (message, actor) => actor.say(message),
};

/** Deceives with `lie`, which returns what is said instead, or `null` for nothing. */
function liar(isProvable: boolean, lie: (message: Message, actor: Actor) => Message | null): Behaviour {
  return {
    isHonest: false,
    isProvable,
    say: (message, actor) => {
      const said = lie(message, actor);
      if (said !== null) actor.say(said);
    },
  };
}

const spoiled = (message: Extract<Message, { type: 'piece' }>): Message => ({
  ...message,
  data: { ...message.data, good: false },
});

/** Spoils a share of the blocks that it sends. */
export function poisoner(share: number): Behaviour {
  return liar(true, (message, { random }) =>
    message.type === 'piece' && random() < share ? spoiled(message) : message,
  );
}

/** Claims to have everything, and wants nothing, so that it never will. */
export function haveLiar(): Behaviour {
  return liar(false, (message) => {
    if (message.type === 'have-none' || message.type === 'bitfield') return { type: 'have-all' };
    return message.type === 'interested' ? null : message;
  });
}

/** Never answers a request for a block. */
export function mute(): Behaviour {
  return liar(false, (message) => (message.type === 'piece' || message.type === 'reject' ? null : message));
}

export function metadataLiar(): Behaviour {
  return liar(true, (message) =>
    message.type === 'metadata-data' ? { ...message, data: message.data.map((byte) => byte ^ 1) } : message,
  );
}

export function hashLiar(): Behaviour {
  return liar(true, (message) =>
    message.type === 'hashes' ? { ...message, hashes: message.hashes.map((byte) => byte ^ 1) } : message,
  );
}

/** Spoils every block, and the hashes that would give it away. */
export function thoroughLiar(): Behaviour {
  const [blocks, hashes] = [poisoner(1), hashLiar()];
  return liar(true, (message, actor) => {
    (message.type === 'piece' ? blocks : hashes).say(message, actor);
    return null;
  });
}

/** Gives everything but leaf hashes, like a client that knows no such request. */
export function withoutLeaves(): Behaviour {
  return liar(false, (message) => {
    if (message.type !== 'hashes' || message.baseLayer !== 0) return message;
    const { hashes, ...range } = message;
    return { ...range, type: 'hash-reject' };
  });
}

/** Has everything, unchokes everyone and gives nothing. */
export function rejecter(): Behaviour {
  return liar(false, (message) => {
    switch (message.type) {
      case 'piece': {
        const { piece, offset, data } = message;
        return { type: 'reject', piece, offset, length: data.byteLength };
      }
      case 'metadata-data':
        return { type: 'metadata-reject', piece: message.piece };
      case 'hashes': {
        const { hashes, ...range } = message;
        return { ...range, type: 'hash-reject' };
      }
      default:
        return message;
    }
  });
}

/** Answers everything in the end, one answer every `ms`: each just in time not to count as silence. */
export function trickler(ms: number): Behaviour {
  let owed = 0;
  return {
    isHonest: false,
    isProvable: false,
    say: (message, actor) => {
      const isAnswer =
        message.type === 'piece' || message.type === 'metadata-data' || message.type === 'hashes';
      actor.say(message, isAnswer ? ms * ++owed : 0);
    },
  };
}

/** Spoils some of what it sends, and after every few blocks chokes everyone, twice as long each time. */
export function chokingPoisoner(): Behaviour {
  let sent = 0;
  let pauseMs = 500;
  return liar(true, (message, actor) => {
    if (message.type !== 'piece') return message;
    if (++sent % 3 === 0) {
      actor.pauseFor(pauseMs);
      pauseMs *= 2;
    }
    return actor.random() < 0.3 ? spoiled(message) : message;
  });
}

/** Sends a wrong block to whoever has just unchoked it, asked or not: if asked, it lied. */
export function pusher(): Behaviour {
  return {
    isHonest: false,
    isProvable: true,
    say: (message, actor) => {
      actor.say(message);
      if (message.type !== 'unchoke') return;
      const data = { byteLength: 65_536, piece: 0, offset: 0, good: false };
      actor.say({ type: 'piece', piece: 0, offset: 0, data });
    },
  };
}

/** Takes and never gives: it unchokes nobody. */
export function freeRider(): Behaviour {
  return liar(false, (message) => (message.type === 'unchoke' ? null : message));
}

/** Says that it wants something, asks for nothing and gives nothing: it only takes up a place. */
export function sitter(): Behaviour {
  const kept: ReadonlySet<Message['type']> = new Set(['request', 'unchoke', 'not-interested', 'leave']);
  return liar(false, (message) => (kept.has(message.type) ? null : message));
}
