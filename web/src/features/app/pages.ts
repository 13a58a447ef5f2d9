import { rest } from '../../text/en/rest.ts';
import { addEnglish } from '../../text/text.ts';

export { toast } from '../../ui/toasts.tsx';
/** What the start page can do without: fetched while that is already shown. */
export { Arrivals } from '../home/arrivals.tsx';
export { RecentShares } from '../home/recent-shares.tsx';
export { ScanDialog } from '../home/scan-dialog.tsx';
export { LibraryPage } from '../library/library-page.tsx';
export { SettingsPage } from '../settings/settings-page.tsx';
export { SharePage } from '../share/share-page.tsx';
export { TabMarker } from './tab-marker.tsx';
export { Tidings } from './tidings.tsx';
export { UpdateNotice } from './update-notice.tsx';

addEnglish(rest);
