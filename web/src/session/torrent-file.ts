import { MetainfoError, parseTorrent, type Torrent } from '@flockdrop/shared/metainfo';

const MAX_TORRENT_FILE_BYTES = 64 * 1024 * 1024;

/** Throws MetainfoError, whatever is wrong with the file. */
export async function readTorrent(file: File): Promise<Torrent> {
  if (file.size > MAX_TORRENT_FILE_BYTES) {
    throw new MetainfoError('too-large', 'This file is too large for a torrent.');
  }
  const bytes = await file.arrayBuffer().catch(() => null);
  if (bytes === null) {
    throw new MetainfoError(
      'bad-bencode',
      'This .torrent cannot be read: it was moved, changed or is out of reach. Choose it again.',
    );
  }
  return parseTorrent(new Uint8Array(bytes));
}
