import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { App } from '../../src/features/app/app.tsx';
import { DepsContext } from '../../src/features/app/commands.ts';
import { createAppStore } from '../../src/store/index.ts';
import { app } from './snapshots.ts';

/** What `index.html` shows before the app is there must be what the app shows then, or the page would jump. */
const document = readFileSync(new URL('../../index.html', import.meta.url), 'utf8');

/** Whitespace between tags is nothing on the page. */
const flat = (html: string) =>
  html.replaceAll(/\s+/g, ' ').replaceAll(/> </g, '><').replaceAll(/ ?\/>/g, '/>');

function startPage(): string {
  const store = createAppStore();
  store.publish(app({ isNew: true }));
  const born = { ...store, getInitialState: store.getState };
  return flat(
    renderToStaticMarkup(
      <DepsContext value={{ store: born, rest: null }}>
        <App />
      </DepsContext>,
    ),
  );
}

test('the name, the headline and what a newcomer is told stand in the document as the app draws them', () => {
  const page = startPage();
  for (const [element = 'none'] of [
    /<a href="#\/".*?<\/a>/.exec(page) ?? [],
    /<h1.*?(?=<section)/.exec(page) ?? [],
  ]) {
    expect(flat(document)).toContain(element);
  }
});

test('and in the same boxes', () => {
  const page = startPage();
  const [, before = ''] = /(<div.*?<header[^>]*>)/.exec(page) ?? [];
  const boxes = [...`${before}${/<main.*?(?=<h1)/.exec(page)?.[0]}`.matchAll(/class="([^"]+)"/g)];
  expect(boxes).toHaveLength(5);
  for (const [box] of boxes) expect(document).toContain(box);
});
