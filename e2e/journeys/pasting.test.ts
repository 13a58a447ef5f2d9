import type { Page } from '@playwright/test';
import { HASHER, holdBack } from '../support/late-scripts.ts';
import { expect, test } from '../support/test.ts';

const CLIPBOARD = ['clipboard-read', 'clipboard-write'];
const STAMP = String.raw`\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d`;

/** Takes what is pasted from now on. */
async function opens(page: Page, home: string): Promise<void> {
  await page.goto(home);
  await page.getByTestId('drop-zone').waitFor();
}

async function copyText(page: Page, text: string): Promise<void> {
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
}

/** One pixel. */
async function copyImage(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1, 1);
    canvas.getContext('2d')?.fillRect(0, 0, 1, 1);
    const png = await canvas.convertToBlob({ type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
  });
}

test('what is pasted is shared under a name that says what it is, and a pasted link is opened', async ({
  someone,
}) => {
  const sharer = await someone((context) => context.grantPermissions(CLIPBOARD));
  const { page, home, share } = sharer;
  await opens(page, home);
  await copyText(page, 'Dear Ada,\nthe lake is warm.');
  await page.keyboard.press('ControlOrMeta+v');
  await expect(share).toHaveAttribute('data-state', 'seeding');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    new RegExp(`^Pasted text ${STAMP}\\.txt$`),
  );
  const link = await sharer.link();
  await opens(page, home);
  await copyImage(page);
  await page.keyboard.press('ControlOrMeta+v');
  await expect(share).toHaveAttribute('data-state', 'seeding');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    new RegExp(`^Pasted image ${STAMP}\\.png$`),
  );

  const friend = await someone((context) => context.grantPermissions(CLIPBOARD));
  await opens(friend.page, home);
  await copyText(friend.page, link);
  await friend.page.keyboard.press('ControlOrMeta+v');
  await friend.starts();
  await friend.isDone();
  const saved = await friend.saves();
  expect(saved.suggestedFilename()).toMatch(/^Pasted text/);
});

test('a button pastes where there is no keyboard, and says when there is nothing or no permission', async ({
  someone,
}) => {
  const { page, home, context, share, error } = await someone((context) =>
    context.grantPermissions(CLIPBOARD),
  );
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(home);
  const paste = page.getByRole('button', { name: 'Paste', exact: true });
  await copyText(page, ' ');
  await paste.click();
  await expect(error).toHaveAttribute('data-code', 'nothing-picked');
  await copyText(page, 'From a phone');
  await paste.click();
  await expect(share).toHaveAttribute('data-state', 'seeding');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Pasted text/);
  await context.clearPermissions();
  await page.goto(home);
  await paste.click();
  await expect(error).toHaveAttribute('data-code', 'paste-denied');
  await expect(page.getByTestId('drop-zone')).toBeVisible();
});

test('while files are dragged over it the page says how many, and while they are prepared what was picked', async ({
  someone,
  files,
}) => {
  const { page, home, share } = await someone();
  await page.goto(home);
  await expect(page.getByTestId('drop-zone')).toBeVisible();
  const drag = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    for (const name of ['a.txt', 'b.txt']) transfer.items.add(new File(['x'], name));
    return transfer;
  });
  await page.locator('body').dispatchEvent('dragover', { dataTransfer: drag });
  await expect(page.getByText('2 items')).toBeVisible();
  await page.locator('body').dispatchEvent('dragleave', { dataTransfer: drag });
  await expect(page.getByText('2 items')).toHaveCount(0);

  const arrive = await holdBack(page, HASHER);
  await page.reload();
  const paths = await Promise.all(['a.bin', 'b.bin', 'c.bin'].map((name) => files.random(name, 1_000_000)));
  await page.getByTestId('file-input').setInputFiles(paths);
  await expect(share).toHaveAttribute('data-state', 'hashing');
  await expect(share).toContainText('3 files');
  await expect(share).toContainText(/3\sMB/);
  arrive();
  await expect(share).toHaveAttribute('data-state', 'seeding');
});
