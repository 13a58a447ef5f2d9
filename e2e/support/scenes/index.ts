// Every page in every state that it can be brought into, once: what checks or draws them all goes through this list.
import type { BrowserContext } from '@playwright/test';
import { playHandover, playLanguages, playNewVersion, playOffline } from './app.ts';
import { playEmptyPages, playLinksWithoutPeople, playPreparing } from './pages.ts';
import {
  playBadPeer,
  playCrowdedShare,
  playFlock,
  playPreviews,
  playSaving,
  playTransfer,
} from './shares.ts';
import type { Show, Stage } from './stage.ts';

/** In this order: the last scenes take place without a server. */
const SCENES = [
  playEmptyPages,
  playPreparing,
  playLinksWithoutPeople,
  playTransfer,
  playSaving,
  playCrowdedShare,
  playFlock,
  playPreviews,
  playBadPeer,
  playHandover,
  playNewVersion,
  playLanguages,
  playOffline,
];

export async function playAllScenes(stage: Stage, show: Show): Promise<void> {
  for (const play of SCENES) {
    const contexts: BrowserContext[] = [];
    const someone: Stage['someone'] = async (prepare) => {
      const person = await stage.someone(prepare);
      contexts.push(person.context);
      return person;
    };
    await play({ ...stage, someone }, show);
    // Whoever played goes home: a flock that goes on behind the next scenes takes the machine from them.
    for (const context of contexts) await context.close();
  }
}
