import type { Page, Route } from '@playwright/test';
import { overflow, violations } from '../support/checks.ts';
import { reads } from '../support/languages.ts';
import { initialScripts } from '../support/scripts.ts';
import { expect, test } from '../support/test.ts';

const MIB = 1024 * 1024;
const SCRIPTS = '**/assets/*.js';

async function looksRight(page: Page): Promise<void> {
  // Where the last click left the pointer, a button would look otherwise than at rest.
  await page.mouse.move(0, 0);
  expect(await overflow(page), 'pixels too wide').toBe(0);
  expect(await violations(page)).toEqual([]);
}

for (const { language, tags, viewport, direction, colorScheme, settings } of [
  {
    language: 'ar',
    tags: ['ar-EG', 'en'],
    viewport: { width: 390, height: 844 },
    direction: 'rtl',
    colorScheme: 'light',
    settings: 'الإعدادات',
  },
  {
    language: 'de',
    tags: ['de-DE', 'en'],
    viewport: { width: 1280, height: 800 },
    direction: 'ltr',
    colorScheme: 'dark',
    settings: 'Einstellungen',
  },
] as const) {
  test(`everything works in ${language}, ${viewport.width} pixels wide: share, open, download, save, settings`, async ({
    someone,
    files,
  }) => {
    const path = await files.random('lake.jpg', MIB);
    const prepare = (context: Parameters<typeof reads>[0]) => reads(context, ...tags);
    const [sharer, fetcher] = [await someone(prepare), await someone(prepare)];
    for (const { page } of [sharer, fetcher]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
    }
    await sharer.page.goto(sharer.home);
    await expect(sharer.page.getByTestId('drop-zone')).toBeVisible();
    await expect(sharer.page.locator('html')).toHaveAttribute('lang', language);
    await expect(sharer.page.locator('html')).toHaveAttribute('dir', direction);
    await looksRight(sharer.page);
    const link = await sharer.shares(path);
    await looksRight(sharer.page);
    await fetcher.opens(link);
    await looksRight(fetcher.page);
    await fetcher.starts();
    await fetcher.isDone();
    await looksRight(fetcher.page);
    await fetcher.savesWhatIsIn(path);
    // While it is told in passing that it was saved.
    await fetcher.page.getByRole('link', { name: settings }).click();
    await expect(fetcher.page.getByRole('heading', { name: settings })).toBeVisible();
    await looksRight(fetcher.page);
  });
}

test('a language that is chosen is spoken at once in every tab, and never another one after a reload', async ({
  someone,
}) => {
  const { context, page, home } = await someone();
  const other = await context.newPage();
  await other.goto(home);
  await page.goto(`${home}#/settings`);
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await page.getByTestId('language').focus();
  await page.getByTestId('language').selectOption('العربية');
  await expect(page.getByRole('heading', { name: 'الإعدادات' })).toBeVisible();
  await expect(page.getByTestId('language')).toBeFocused();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(other.getByRole('link', { name: 'المكتبة' })).toBeVisible();
  await other.addInitScript(() => {
    const seen = new Set<string>();
    Object.assign(globalThis, { seen });
    const look = () => {
      for (const heading of document.querySelectorAll('h1')) {
        if (heading.checkVisibility()) seen.add(heading.textContent ?? '');
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await other.reload();
  await expect(other.getByRole('link', { name: 'المكتبة' })).toBeVisible();
  const seen = () => other.evaluate(() => [...(globalThis as unknown as { seen: Iterable<string> }).seen]);
  await expect.poll(seen).toHaveLength(1);
  expect((await seen())[0]).toMatch(/\p{Script=Arabic}/u);
  await page.getByTestId('language').selectOption({ index: 0 });
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
});

test('where a language does not arrive the page speaks English, and says so in the settings', async ({
  someone,
  server,
}) => {
  const wanted = await initialScripts(server.url);
  const visitor = await someone((context) => reads(context, 'de-DE'));
  const { page } = visitor;
  const refused: string[] = [];
  await page.route(SCRIPTS, (route: Route) => {
    const { pathname } = new URL(route.request().url());
    if (wanted.has(pathname) || !/\/de-[\w-]+\.js$/.test(pathname)) return route.continue();
    refused.push(pathname);
    return route.abort();
  });
  await page.goto(`${visitor.home}#/settings`);
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect(page.getByText('This language did not arrive')).toBeVisible();
  expect(refused.length).toBeGreaterThan(0);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.unroute(SCRIPTS);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible();
});

test('a theme that is chosen holds at once in every tab, and before anything is painted', async ({
  someone,
}) => {
  const { context, page, home } = await someone();
  const other = await context.newPage();
  for (const tab of [page, other]) await tab.emulateMedia({ colorScheme: 'light' });
  await other.goto(home);
  await expect(other.getByTestId('drop-zone')).toBeVisible();
  const ground = (tab: Page) => tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const bar = (tab: Page) =>
    tab.locator('meta[name=theme-color][media*=light]').evaluate((meta: HTMLMetaElement) => meta.content);
  const [light, lightBar] = [await ground(other), await bar(other)];
  await page.goto(`${home}#/settings`);
  await page.getByTestId('theme').selectOption('dark');
  await expect.poll(() => ground(other)).not.toBe(light);
  const dark = await ground(other);
  expect(await ground(page)).toBe(dark);
  expect(await bar(page)).not.toBe(lightBar);
  // Without the app: what is painted first.
  await other.route(SCRIPTS, (route) => route.abort());
  await other.reload();
  expect(await ground(other)).toBe(dark);
  await page.getByTestId('theme').selectOption({ index: 0 });
  await expect.poll(() => ground(page)).toBe(light);
  expect(await bar(page)).toBe(lightBar);
});
