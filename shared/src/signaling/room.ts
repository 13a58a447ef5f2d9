interface Member {
  readonly connection: number;
  /** Bytes it still misses, as it says; `null` while unknown. */
  left: number | null;
}

export interface SampledMember extends Readonly<Member> {
  /** UUID. */
  readonly id: string;
}

/** The members of one swarm, by UUID. */
export class Room {
  readonly #members = new Map<string, Member>();

  get size(): number {
    return this.#members.size;
  }

  connectionOf(peer: string): number | undefined {
    return this.#members.get(peer)?.connection;
  }

  add(peer: string, connection: number, left: number | null): void {
    this.#members.set(peer, { connection, left });
  }

  remove(peer: string): void {
    this.#members.delete(peer);
  }

  progress(peer: string, connection: number, left: number): void {
    const member = this.#members.get(peer);
    if (member?.connection === connection) member.left = left;
  }

  /** At most `most` members besides `peer`, all equally likely, in random order (reservoir sampling). */
  sample(peer: string, most: number, random: () => number): SampledMember[] {
    const chosen: SampledMember[] = [];
    let seen = 0;
    for (const [id, member] of this.#members) {
      if (id === peer) continue;
      seen++;
      const slot = Math.floor(random() * seen);
      if (chosen.length < most) {
        // An inside-out shuffle while there is room.
        const moved = chosen[slot];
        if (moved !== undefined) chosen.push(moved);
        chosen[Math.min(slot, chosen.length)] = { id, ...member };
      } else if (slot < most) {
        chosen[slot] = { id, ...member };
      }
    }
    return chosen;
  }
}
