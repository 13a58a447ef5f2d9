import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { DepsContext, type Rest } from '../../src/features/app/commands.ts';
import * as pages from '../../src/features/app/pages.ts';
import { SPREAD } from '../../src/features/share/spread.ts';
import { createAppStore } from '../../src/store/index.ts';
import { app, share } from './snapshots.ts';

/** What is drawn of a link that begins by itself before the app is there must stay where it is when that comes. */
const source = readFileSync(new URL('../../src/features/app/first-view.ts', import.meta.url), 'utf8');

/** Beside the state, where nothing is written yet. */
const RATES = 'text-sm text-quiet tabular-nums';
/** Nothing is done while a page is only drawn. */
const UNUSED = { pages } as Rest;

test('the app draws the name and the progress of a share in the same boxes', () => {
  const store = createAppStore();
  store.publish(app({ shares: [share({ key: 'a', state: 'downloading', progress: 0.5 })] }));
  const page = renderToStaticMarkup(
    <DepsContext value={{ store: { ...store, getInitialState: store.getState }, rest: UNUSED }}>
      <pages.SharePage shareKey="a" />
    </DepsContext>,
  );
  const upToTheBar = /<section.*?bg-accent"/s.exec(page)?.[0] ?? '';
  const boxes = [...upToTheBar.matchAll(/<(?:section|div|h1|p)[^>]* class="([^"]+)"/g)].map(([, box]) => box);
  expect(boxes).toHaveLength(12);
  expect(boxes[0]).toBe(SPREAD);
  expect(source).toContain('    SPREAD,');
  for (const box of boxes.slice(1).filter((one) => one !== RATES)) expect(source).toContain(`'${box}'`);
});
