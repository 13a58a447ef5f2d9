/** What a peer can do wrong on the wire. Stable. */
export type WireErrorCode = 'bad-handshake' | 'too-long' | 'bad-length' | 'bad-value' | 'bad-extended';

/** The remote broke the protocol: the connection cannot go on, because the stream has lost its meaning. */
export class WireError extends Error {
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, message: string) {
    super(message);
    this.name = 'WireError';
    this.code = code;
  }
}
