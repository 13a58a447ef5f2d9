import { file } from './file.ts';
import { library } from './library.ts';
import { news } from './news.ts';
import { peer } from './peer.ts';
import { piece } from './piece.ts';
import { problem } from './problem.ts';
import { settings } from './settings.ts';
import { share } from './share.ts';

/** What the other pages say, and comes with them. */
export const rest = {
  ...file,
  ...library,
  ...news,
  ...peer,
  ...piece,
  ...problem,
  ...settings,
  ...share,
};
