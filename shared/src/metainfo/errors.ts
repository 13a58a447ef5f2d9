/** What can be wrong with a torrent, a link or a file being hashed. Codes are stable; messages are for people. */
export type MetainfoErrorCode =
  /** Not canonical bencode. */
  | 'bad-bencode'
  /** A field is missing, or is not what it should be. */
  | 'bad-info'
  /** Piece layers are missing, surplus, or do not lead to the roots. */
  | 'bad-layers'
  | 'bad-link'
  | 'cancelled'
  /** Two parts of the torrent describe different bytes. */
  | 'contradiction'
  /** No file has any bytes. */
  | 'empty-share'
  | 'file-unreadable'
  | 'too-large'
  /** A path that could leave its folder, or that two entries claim. */
  | 'unsafe-path'
  | 'v1-only';

export class MetainfoError extends Error {
  readonly code: MetainfoErrorCode;

  constructor(code: MetainfoErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MetainfoError';
    this.code = code;
  }
}

export function fail(code: MetainfoErrorCode, message: string): never {
  throw new MetainfoError(code, message);
}
