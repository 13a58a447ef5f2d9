/**
 * What comes to the page from outside of it: what other apps handed over, and files that the system was told to open
 * with this one. It shares nothing; whoever shows it asks the person.
 */
import { discard, parcels } from '../worker/inbox.ts';
import { randomUuid } from '../worker/random-uuid.ts';

export interface ArrivedFile {
  readonly path: string;
  readonly file: File;
  readonly handle?: FileSystemFileHandle;
}

export interface Arrival {
  readonly id: string;
  readonly files: readonly ArrivedFile[];
  /** A share link or a magnet that came instead of files. */
  readonly link: string | null;
}

/** Not in every browser; files wait in it until somebody asks. */
interface LaunchQueue {
  setConsumer(consume: (launch: { readonly files?: readonly FileSystemHandle[] }) => void): void;
}

const ADDRESS = /https?:\/\/|(?:web\+)?magnet:\?/i;
/** Of a file that is named after the text in it. */
const NAME_CHARACTERS = 40;

/** What the system opened with this app, from now on. */
export function watchLaunches(onArrival: (arrival: Arrival) => void): void {
  const queue = (globalThis as { readonly launchQueue?: LaunchQueue }).launchQueue;
  queue?.setConsumer(({ files: handles = [] }) => {
    void opened(handles).then((files) => {
      if (files.length > 0) onArrival({ id: randomUuid(), files, link: null });
    });
  });
}

/** What other apps handed over and nobody took yet, the latest first. */
export async function waitingArrivals(): Promise<readonly Arrival[]> {
  return (await parcels(Date.now())).map(({ id, files, text }) => {
    const link = files.length === 0 ? linkIn(text) : null;
    const brought = files.map((file) => ({ path: file.name, file }));
    const isText = files.length === 0 && link === null;
    return { id, link, files: isText ? [textFile(text)] : brought };
  });
}

/** It was shared, or is not wanted. */
export async function takeArrival(id: string): Promise<void> {
  await discard(id).catch(() => undefined); // it goes by itself after a week
}

async function opened(handles: readonly FileSystemHandle[]): Promise<readonly ArrivedFile[]> {
  const files = await Promise.all(
    handles.map(async (handle) => {
      if (handle.kind !== 'file') return [];
      const file = await (handle as FileSystemFileHandle).getFile().catch(() => null);
      return file === null ? [] : [{ path: file.name, file, handle: handle as FileSystemFileHandle }];
    }),
  );
  return files.flat();
}

/** A share link or a magnet, up to the next space. Whoever handed the text over may want us to look for long. */
function linkIn(text: string): string | null {
  for (const word of text.split(/\s+/)) {
    const start = word.search(ADDRESS);
    if (start < 0) continue;
    const address = word.slice(start);
    if (!/^http/i.test(address)) return address;
    const [, ...parts] = address.split(/[#&]/);
    if (address.includes('#') && parts.some((part) => /^s=./.test(part))) return address;
  }
  return null;
}

/** Text alone is shared as a file that is named after how it begins. */
function textFile(text: string): ArrivedFile {
  const [line = ''] = text.trim().split('\n', 1);
  const plain = line.replaceAll(/[\\/:*?"<>|\p{C}\s]+/gu, ' ').trim();
  const name = `${[...plain].slice(0, NAME_CHARACTERS).join('') || 'text'}.txt`;
  return { path: name, file: new File([text], name, { type: 'text/plain' }) };
}
