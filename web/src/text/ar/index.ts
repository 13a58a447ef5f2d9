import { address } from './address.ts';
import { app } from './app.ts';
import { file } from './file.ts';
import { home } from './home.ts';
import { library } from './library.ts';
import { name } from './name.ts';
import { news } from './news.ts';
import { notify } from './notify.ts';
import { peer } from './peer.ts';
import { piece } from './piece.ts';
import { preview } from './preview.ts';
import { problem } from './problem.ts';
import { save } from './save.ts';
import { scan } from './scan.ts';
import { settings } from './settings.ts';
import { share } from './share.ts';
import { shell } from './shell.ts';
import { unit } from './unit.ts';

export const all = {
  ...address,
  ...app,
  ...file,
  ...home,
  ...library,
  ...name,
  ...news,
  ...notify,
  ...peer,
  ...piece,
  ...preview,
  ...problem,
  ...save,
  ...scan,
  ...settings,
  ...share,
  ...shell,
  ...unit,
};
