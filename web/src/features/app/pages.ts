import { rest } from '../../text/en/rest.ts';
import { addEnglish } from '../../text/text.ts';

/** What the start page can do without: fetched while that is already shown. */
export { RecentShares } from '../home/recent-shares.tsx';
export { LibraryPage } from '../library/library-page.tsx';
export { SettingsPage } from '../settings/settings-page.tsx';
export { SharePage } from '../share/share-page.tsx';
export { Tidings } from './tidings.tsx';

addEnglish(rest);
