import { all } from '../../src/text/en/index.ts';
import { compiled, createText } from '../../src/text/text.ts';

/** All of it, as once every page is there. */
export const english = createText('en', compiled(all));
