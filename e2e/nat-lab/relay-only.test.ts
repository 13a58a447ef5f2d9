import type { Page } from '@playwright/test';
import { expect, needsLab, test } from './lab.ts';
import { pairsOf, tapSignals } from './observer.ts';

needsLab();

/** Turns the setting on as a person does. */
async function relayOnly(page: Page, home: string): Promise<void> {
  await page.goto(`${home}settings`);
  await page.getByTestId('relay-only').check();
}

/** Types of the candidates in what was sent, whether trickled or inside a description. */
function candidateTypes(signals: readonly string[]): readonly string[] {
  return [...signals.join('\n').matchAll(/candidate:.*? typ (\w+)/g)].map(([, type]) => type ?? '');
}

for (const place of ['home-1', 'home-2'] as const) {
  const who = place === 'home-1' ? 'the one who shares' : 'the one who opens the link';
  test(`relay only, set by ${who}: no other candidate leaves, nor any address of theirs`, async ({
    lab,
    someone,
    files,
  }) => {
    for (const home of ['home-1', 'home-2'] as const) lab.network.router(home, 'port-preserving');
    const path = await files.random('film.bin', 1024 * 1024);
    const [sharer, friend] = [await someone('home-1'), await someone('home-2')];
    const [shy, open] = place === 'home-1' ? [sharer, friend] : [friend, sharer];
    const said = tapSignals(shy.page);
    const others = tapSignals(open.page);
    await relayOnly(shy.page, shy.home);
    const link = await sharer.shares(path);
    await friend.page.goto(`${link}&go=1`);
    await friend.isDone();
    for (const { page } of [sharer, friend]) {
      await expect(page.getByTestId('peer-row')).toHaveAttribute('data-connection', 'relay');
    }
    const [pair] = await pairsOf(shy.page);
    expect(pair?.local).toBe('relay');

    expect(new Set(candidateTypes(said))).toEqual(new Set(['relay']));
    // An address may also stand beside a relay candidate, as the one that the relay sees.
    expect(said.join('\n')).not.toMatch(/192\.168\.|203\.0\.113\.2[123]/);
    // What is looked for is there to be found: the other side, without the setting, says it all.
    expect(candidateTypes(others)).toEqual(expect.arrayContaining(['host', 'srflx']));
    expect(others.join('\n')).toMatch(/192\.168\..*203\.0\.113\.2[123]/s);
    await friend.savesWhatIsIn(path);
  });
}
