import type { Reach } from './attempts.ts';
import { noPath } from './no-path.ts';
import type { Problem, ServerState, ShareState } from './snapshot.ts';

/** Why nothing connects or moves, in words; `null` while things move or nobody expects them to. */
export function diagnose(share: {
  readonly state: ShareState;
  /** Whose share it is: a sharer need not be told to ask the sender. */
  readonly role: 'seed' | 'leech';
  readonly server: ServerState;
  readonly knownPeers: number | null;
  readonly connectedPeers: number;
  /** `null` while the share does not run here. */
  readonly reach: Reach | null;
  readonly downBps: number;
  /** The person has deselected every file. */
  readonly nothingWanted: boolean;
  /** Whether any connected peer has something that we lack. */
  readonly somebodyHasMore: boolean;
  readonly allChoked: boolean;
}): Problem | null {
  const wants = share.state === 'joining' || share.state === 'downloading' || share.state === 'waiting';
  if (wants && share.nothingWanted) return NOTHING_WANTED;
  if (share.state === 'seeding' && share.connectedPeers === 0) return diagnoseSeed(share);
  if (!wants || share.downBps > 0) return null;
  if (share.connectedPeers === 0) return diagnoseUnconnected(share);
  if (share.state !== 'downloading') return null;
  if (!share.somebodyHasMore) {
    return {
      code: 'pieces-missing',
      message:
        'Nobody who is here has the missing parts. They arrive as soon as someone who has them opens the link.',
    };
  }
  return share.allChoked
    ? {
        code: 'waiting-turn',
        message: 'The others are busy serving someone else. Your turn comes within a minute.',
      }
    : null;
}

const NOTHING_WANTED: Problem = {
  code: 'nothing-selected',
  message: 'No file is selected, so there is nothing to download. Select at least one file below.',
};

/** Who shares waits for others in peace, unless nobody can come. */
function diagnoseSeed(share: Parameters<typeof diagnoseUnconnected>[0]): Problem | null {
  if (share.server === 'offline') {
    return {
      code: 'no-server',
      words: 'no-server.seed',
      message: 'The meeting server cannot be reached, so nobody can find this share. Trying again by itself.',
    };
  }
  return share.knownPeers === 0 ? null : diagnoseUnconnected(share);
}

function diagnoseUnconnected(share: {
  readonly state: ShareState;
  readonly role: 'seed' | 'leech';
  readonly server: ServerState;
  readonly knownPeers: number | null;
  readonly reach: Reach | null;
}): Problem | null {
  if (share.server === 'offline') {
    return {
      code: 'no-server',
      message: 'The meeting server cannot be reached, so nobody can be found. Trying again by itself.',
    };
  }
  if (share.server === 'online' && share.knownPeers === 0) {
    if (share.role === 'seed') return ALONE.seed;
    return share.state === 'waiting' ? ALONE.waiting : ALONE.joining;
  }
  return share.reach === null ? null : noPath(share.reach);
}

const ALONE = {
  seed: {
    code: 'no-peers',
    words: 'no-peers.seed',
    message: 'Nobody who has this is online right now. It goes on by itself as soon as someone is here.',
  },
  waiting: {
    code: 'no-peers',
    words: 'no-peers.waiting',
    message:
      'Nobody who has this is online right now. Ask the sender to open the share again. You may click Download already: it starts as soon as someone is here.',
  },
  joining: {
    code: 'no-peers',
    message:
      'Nobody who has this is online right now. Ask the sender to open the share again; it starts by itself as soon as someone is here.',
  },
} satisfies Readonly<Record<string, Problem>>;
