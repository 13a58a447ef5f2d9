/** What a person can choose, and what holds until they do. The start page shows it before storage is read. */
export interface StoredSettings {
  /** kB/s (1 kB = 1000 bytes); `null` is unlimited. */
  readonly downloadLimit: number | null;
  readonly uploadLimit: number | null;
  readonly relayOnly: boolean;
  /** The screen stays on while bytes move. */
  readonly keepAwake: boolean;
  /** Tell when a download is complete while nobody looks. */
  readonly notify: boolean;
  /** The person knows that others see this browser's address, and has gone on. */
  readonly toldOfAddress: boolean;
  /** What was downloaded is saved without a click. */
  readonly saveWhenComplete: boolean;
  /** BCP 47; `null`: as the browser. */
  readonly language: string | null;
  /** `null`: as the system. */
  readonly theme: 'light' | 'dark' | null;
}

export const DEFAULT_SETTINGS: StoredSettings = {
  downloadLimit: null,
  uploadLimit: null,
  relayOnly: false,
  keepAwake: true,
  notify: false,
  toldOfAddress: false,
  saveWhenComplete: false,
  language: null,
  theme: null,
};
