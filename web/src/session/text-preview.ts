/** More of a text than this helps nobody to see what it is. */
export const TEXT_BYTES = 1024 * 1024;

export interface DecodedText {
  readonly text: string;
  /** As `TextDecoder` calls it. */
  readonly encoding: string;
}

/**
 * What a text file says: by its byte order mark, else UTF-8 where it is that, else as Windows wrote it before.
 *
 * @param isCut more bytes follow, so the last character may be half
 * @returns `null`: these bytes are no text
 */
export function decodeText(bytes: Uint8Array, isCut: boolean): DecodedText | null {
  const marked = encodingOfMark(bytes);
  if (marked !== null) return { text: new TextDecoder(marked).decode(bytes), encoding: marked };
  if (bytes.includes(0)) return null;
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut }),
      encoding: 'utf-8',
    };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  }
}

function encodingOfMark([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return null;
}
