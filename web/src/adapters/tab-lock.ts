/**
 * Which tab of this browser runs a share, and how the tabs talk about it. A lock is queued, so the next tab takes
 * over when the holder closes; it never takes a lock by force.
 */
export interface ShareClaimOptions {
  /** This tab runs the share from now on. */
  onAcquired(): void;
  /** Another tab runs it; this one is queued. At most once, before `onAcquired`. */
  onWaiting(): void;
}

export interface ShareClaim {
  readonly isHeld: boolean;
  /** Gives the lock up or leaves the queue. */
  release(): void;
}

/** @param infoHash v2 info-hash, hex */
export declare function claimShare(infoHash: string, options: ShareClaimOptions): ShareClaim;

export interface ShareChannel<Message> {
  /** To every other tab of this browser; structured clone. */
  post(message: Message): void;
  close(): void;
}

/** `onMessage` hears what other tabs post. They may run another version: check what it gets. */
export declare function shareChannel<Message>(
  infoHash: string,
  onMessage: (message: unknown) => void,
): ShareChannel<Message>;
