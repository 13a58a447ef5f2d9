import { type TabChannel, tabChannel } from '../adapters/tab-lock.ts';

/**
 * How the tabs of one browser tell each other that what they have in common has changed: settings, bans, who the browser
 * is, and which shares there are. It says what to read again, never what to believe.
 */
const VERSION = 1;

export type LibraryNews =
  | { readonly kind: 'settings' }
  | { readonly kind: 'banned' }
  | { readonly kind: 'identity' }
  | { readonly kind: 'added'; readonly infoHash: string }
  | { readonly kind: 'removed'; readonly infoHash: string };

export class LibraryTabs {
  readonly #channel: TabChannel<LibraryNews & { readonly version: number }>;

  constructor(onNews: (news: LibraryNews) => void) {
    this.#channel = tabChannel('library', (message) => {
      if (isNews(message)) onNews(message);
    });
  }

  /** To the other tabs, once it is written. */
  tell(news: LibraryNews): void {
    this.#channel.post({ ...news, version: VERSION });
  }
}

/** Other tabs run our own code: of the same version, the shape follows from the kind. */
function isNews(message: unknown): message is LibraryNews {
  if (typeof message !== 'object' || message === null) return false;
  return 'version' in message && message.version === VERSION && 'kind' in message;
}
