import { MAX_LANE_NUMBER } from '@flockdrop/shared/wire';

/** Names for lanes. After all of them the first ones again: whatever was said of a lane so long ago has come by now. */
export class LaneNumbers {
  #last: number;

  /** @param last used before */
  constructor(last = 0) {
    this.#last = last;
  }

  /** @param isUsed by a lane that there still is */
  next(isUsed: (number: number) => boolean): number {
    do this.#last = this.#last >= MAX_LANE_NUMBER ? 1 : this.#last + 1;
    while (isUsed(this.#last));
    return this.#last;
  }
}
