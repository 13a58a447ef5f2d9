import { type SwarmLimits, TokenBucket } from '@flockdrop/shared/swarm';
import { reuse } from './reuse.ts';
import type { Settings, TabLimits } from './snapshot.ts';

const PARAMETER = /(?:^|[#&])(up|down)=(\d{1,15})(?=&|$)/g;
const BYTES_PER_KB = 1_000;

/** What a fragment (`up=2000000&down=0`, alone or beside other parameters) sets; 0 is no limit, nonsense is nothing. */
export function limitsIn(fragment: string): TabLimits {
  const limits: { up?: number | null; down?: number | null } = {};
  for (const [, name, digits] of fragment.matchAll(PARAMETER)) {
    const bps = Number(digits) || null;
    if (name === 'up') limits.up = bps;
    else limits.down = bps;
  }
  return limits;
}

/**
 * What all shares of this tab may move in a second: by the settings, or by what the tab's address once said for this
 * tab alone. That holds until another address says otherwise, or the person chooses a limit here.
 */
export class Limits {
  readonly buckets: SwarmLimits = { up: new TokenBucket(), down: new TokenBucket() };
  readonly #now: () => number;
  readonly #onChange: () => void;
  #settings: Pick<Settings, 'downloadLimit' | 'uploadLimit'> = { downloadLimit: null, uploadLimit: null };
  #ofTab: TabLimits = {};

  /** @param onChange a rate is another: those who wait for it must look again */
  constructor(now: () => number, onChange: () => void) {
    this.#now = now;
    this.#onChange = onChange;
  }

  /** What does not come from the settings. */
  get ofTab(): TabLimits {
    return this.#ofTab;
  }

  /** The settings, read or chosen in whichever tab. */
  choose(settings: Settings): void {
    this.#settings = settings;
    this.#apply();
  }

  /** The person chooses in this tab: from now on that holds here, too. */
  chooseHere(change: Partial<Settings>): void {
    const { up, down } = this.#ofTab;
    this.#ofTab = {
      ...(up === undefined || change.uploadLimit !== undefined ? {} : { up }),
      ...(down === undefined || change.downloadLimit !== undefined ? {} : { down }),
    };
  }

  /** The address, or a link, says something for this tab; what it does not name stays. */
  override(limits: TabLimits): void {
    this.#ofTab = reuse(this.#ofTab, { ...this.#ofTab, ...limits });
    this.#apply();
  }

  #apply(): void {
    const { up, down } = this.#ofTab;
    const { uploadLimit, downloadLimit } = this.#settings;
    const hasChanged = [
      this.#set(this.buckets.up, up === undefined ? bytesOf(uploadLimit) : up),
      this.#set(this.buckets.down, down === undefined ? bytesOf(downloadLimit) : down),
    ];
    if (hasChanged.includes(true)) this.#onChange();
  }

  #set(bucket: TokenBucket, bps: number | null): boolean {
    if (bucket.bps === bps) return false;
    bucket.setRate(bps, this.#now());
    return true;
  }
}

function bytesOf(limit: number | null): number | null {
  return limit === null || limit <= 0 ? null : limit * BYTES_PER_KB;
}
