import { app } from './app.ts';
import { home } from './home.ts';
import { share } from './share.ts';
import { unit } from './unit.ts';

export const all = { ...app, ...home, ...share, ...unit };
