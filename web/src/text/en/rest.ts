import { share } from './share.ts';

/** What the other pages say, and comes with them. */
export const rest = { ...share };
