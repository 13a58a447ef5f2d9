import { expect, test } from '../support/test.ts';

test('what a browser holds is searched and ordered when it is much', async ({ someone }) => {
  const { page, home } = await someone();
  const sizes = { Ada: 7, Bob: 900, Cleo: 30, Dora: 1, Émile: 60, Finn: 12, Gita: 5 };
  for (const [at, [name, megabytes]] of Object.entries(sizes).entries()) {
    const letter = String.fromCodePoint(65 + at);
    await page.goto(
      `${home}#s=${letter}${'A'.repeat(42)}&dn=${encodeURIComponent(name)}&xl=${megabytes}000000`,
    );
    await expect(page.getByRole('heading', { name })).toBeVisible();
  }
  await page.getByRole('link', { name: 'Library' }).click();
  const rows = page.getByRole('listitem');
  await expect(rows).toHaveText([/Gita/, /Finn/, /Émile/, /Dora/, /Cleo/, /Bob/, /Ada/]);
  await page.getByRole('combobox').selectOption('Largest first');
  await expect(rows).toHaveText([/Bob/, /Émile/, /Cleo/, /Finn/, /Ada/, /Gita/, /Dora/]);
  await page.getByTestId('library-search').fill('emil');
  await expect(rows).toHaveText([/Émile/]);
  await page.getByTestId('library-search').fill('nobody');
  await expect(page.getByText('Nothing here has “nobody” in its name.')).toBeVisible();

  // The keyboard goes on at the row that follows, and at the last one after that.
  await page.getByTestId('library-search').fill('');
  const rowOf = (name: string) => rows.filter({ hasText: name });
  await rowOf('Finn').getByRole('button', { name: 'Remove' }).press('Enter');
  await expect(rowOf('Ada').getByRole('link')).toBeFocused();
  await rowOf('Dora').getByRole('button', { name: 'Remove' }).press('Enter');
  await expect(rowOf('Gita').getByRole('button', { name: 'Remove' })).toBeFocused();
});

test('the browser is asked to keep what it holds, and its answer is told', async ({ someone }) => {
  const { page, home } = await someone(async (context) => {
    await context.addInitScript(() => {
      let asked = 0;
      navigator.storage.persisted = async () => asked > 1;
      navigator.storage.persist = async () => {
        asked++;
        return asked > 1;
      };
    });
  });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${home}#/library`);
  await page.getByTestId('keep-safe').click();
  await expect(page.getByText('The browser did not agree')).toBeVisible();
  await page.getByTestId('keep-safe').click();
  await expect(page.getByText('Kept safe')).toBeVisible();
  await expect(page.getByTestId('keep-safe')).toHaveCount(0);
});
