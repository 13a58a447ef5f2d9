// Where scenes are played, and for whom.
import type { BrowserContext, Page } from '@playwright/test';
import type { Files } from '../files.ts';
import type { Person } from '../person.ts';
import type { Server } from '../server.mjs';

export interface Stage {
  readonly files: Files;
  readonly server: Server;
  readonly someone: (prepare?: (context: BrowserContext) => Promise<void>) => Promise<Person>;
}

/**
 * Is called with each state on screen, and may change size and colour scheme of the page meanwhile. What covers the
 * window is seen as a person sees it, a `window` at a time; all else is a whole `page`.
 */
export type Show = (name: string, page: Page, frame?: 'window' | 'page') => Promise<void>;

export const MIB = 1024 * 1024;
/** So thin that a state outlasts being looked at from all sides. */
export const TRICKLE = 48 * 1024;
export const PLENTY = 64 * MIB;
export const LONG =
  'Protokoll-der-außerordentlichen-Mitgliederversammlung_(endgültige Fassung, mit allen Anlagen und Unterschriften, Kopie 2) 2026-11-25T14-30.final.final.v3.pdf';
