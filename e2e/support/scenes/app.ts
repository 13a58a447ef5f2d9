// What comes from outside of a page: another app, a new version, another language, no network.
import { expect } from '@playwright/test';
import { Deployment } from '../deployment.ts';
import { reads } from '../languages.ts';
import { launchWith } from '../launch.ts';
import { Server } from '../server.mjs';
import { changeUplink, thinUplink } from '../tampering.ts';
import { LONG, MIB, PLENTY, type Show, type Stage, TRICKLE } from './stage.ts';

/** What the system opened with the app, and what did not come through. */
export async function playHandover({ someone }: Stage, show: Show): Promise<void> {
  const { page, home } = await someone((context) => launchWith(context, LONG, Buffer.alloc(3 * MIB)));
  await page.goto(home);
  await expect(page.getByTestId('arrival')).toBeVisible();
  await show('home-arrival', page);
  const loser = await someone();
  await loser.page.goto(`${home}#received=failed`);
  await expect(loser.error).toHaveAttribute('data-code', 'handover-failed');
  await show('home-arrival-lost', loser.page);
}

export async function playNewVersion({ someone, files }: Stage, show: Show): Promise<void> {
  const deployment = await Deployment.make(files.folder);
  const server = await Server.start({ root: deployment.root });
  try {
    const { context, page } = await someone();
    await page.goto(`${server.url}/`);
    // The page registers it once all of it is here: the new version takes the parts of the old one away.
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await deployment.update();
    await (await context.newPage()).goto(`${server.url}/`);
    await expect(page.getByTestId('update')).toBeVisible();
    await show('home-new-version', page, 'window');
  } finally {
    await server.down();
  }
}

/** One person's browser speaks German, the other's Arabic: from right to left. */
export async function playLanguages({ someone, files }: Stage, show: Show): Promise<void> {
  const german = await someone(async (context) => {
    await reads(context, 'de-DE', 'en');
    await thinUplink(context, TRICKLE);
  });
  const names = ['Bootsfahrt auf dem See.jpg', 'صورة من البحيرة.jpg', 'Notes (final).txt'];
  const link = await german.shares(...(await Promise.all(names.map((name) => files.random(name, 2 * MIB)))));
  const arab = await someone((context) => reads(context, 'ar-EG', 'en'));
  await arab.page.goto(arab.home);
  await expect(arab.page.getByTestId('drop-zone')).toBeVisible();
  await show('home-arabic', arab.page);
  await arab.opens(link);
  await show('share-waiting-arabic', arab.page);
  await arab.starts();
  await arab.hasReached(0.02);
  await show('share-downloading-arabic', arab.page);
  await show('share-seeding-german', german.page);
  await changeUplink(german.page, PLENTY);
  await arab.isDone();
  await show('share-complete-arabic', arab.page);
  await arab.page.goto(`${arab.home}#/library`);
  await expect(arab.page.getByRole('listitem')).toHaveCount(1);
  await show('library-arabic', arab.page);
  for (const [{ page, home }, language] of [
    [arab, 'arabic'],
    [german, 'german'],
  ] as const) {
    await page.goto(`${home}#/settings`);
    await expect(page.getByTestId('language')).toBeVisible();
    await show(`settings-${language}`, page);
  }
  await german.page.goto(german.home);
  await expect(german.page.getByTestId('drop-zone')).toBeVisible();
  await show('home-german', german.page);
}

export async function playOffline({ someone, files, server }: Stage, show: Show): Promise<void> {
  const sharer = await someone();
  await sharer.shares(await files.random('minutes.pdf', MIB));
  await server.down();
  await expect(sharer.page.getByTestId('diagnosis')).toHaveAttribute('data-code', 'no-server');
  // Told by the share, and not above it as well.
  await expect(sharer.page.getByText('Cannot reach the meeting server')).toBeHidden();
  await show('share-offline', sharer.page);
  await sharer.context.setOffline(true);
  await expect(sharer.page.getByTestId('offline')).toBeVisible();
  await show('share-without-network', sharer.page);
  await server.up();
}
