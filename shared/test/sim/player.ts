import type { Deadline } from '../../src/swarm/index.ts';
import type { SimNode } from './node.ts';
import type { World } from './world.ts';

/** How far ahead of the play head pieces are asked for with a deadline, and how long it takes to play so much. */
const AHEAD_MS = 8_000;
const STEP_MS = 250;

/**
 * Somebody watches the share as one long film, at so many bytes per second: the play head moves while the piece under it
 * is stored, and stands still else.
 */
export class Player {
  readonly #world: World;
  readonly #node: SimNode;
  readonly #bytesPerMs: number;
  readonly #isUrgent: boolean;
  #at = 0;
  #isPlaying = true;
  /** Since the last seek, or the start. */
  stalledMs = 0;

  /** @param isUrgent whether the engine is told what is waited for */
  constructor(
    world: World,
    node: SimNode,
    options: { readonly playBps: number; readonly isUrgent: boolean },
  ) {
    this.#world = world;
    this.#node = node;
    this.#bytesPerMs = options.playBps / 1_000;
    this.#isUrgent = options.isUrgent;
    this.#step();
  }

  get piece(): number {
    return Math.floor(this.#at / this.#pieceLength);
  }

  seek(piece: number): void {
    this.#at = piece * this.#pieceLength;
    this.stalledMs = 0;
    this.#tell();
  }

  stop(): void {
    this.#isPlaying = false;
    if (this.#isUrgent) this.#node.awaits([]);
  }

  get #pieceLength(): number {
    return this.#node.torrent.info.geometry.pieceLength;
  }

  #step(): void {
    if (!this.#isPlaying) return;
    if (this.#node.disk.stored.has(this.piece)) this.#at += this.#bytesPerMs * STEP_MS;
    else this.stalledMs += STEP_MS;
    if (this.#node.knownTorrent !== null) this.#tell();
    this.#world.agenda.after(STEP_MS, () => this.#step());
  }

  #tell(): void {
    if (!this.#isUrgent) return;
    const { pieceCount } = this.#node.torrent.info.geometry;
    const last = Math.min(
      pieceCount - 1,
      this.piece + Math.ceil((AHEAD_MS * this.#bytesPerMs) / this.#pieceLength),
    );
    const deadlines: Deadline[] = [];
    for (let piece = this.piece; piece <= last; piece++) {
      const inMs = Math.max(0, piece * this.#pieceLength - this.#at) / this.#bytesPerMs;
      deadlines.push({ piece, dueMs: this.#world.agenda.nowMs + inMs });
    }
    this.#node.awaits(deadlines);
  }
}
