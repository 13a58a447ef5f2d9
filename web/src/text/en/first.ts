import { app } from './app.ts';
import { home } from './home.ts';
import { unit } from './unit.ts';

/** What the start page says: part of the first load. */
export const first = { ...app, ...home, ...unit };
