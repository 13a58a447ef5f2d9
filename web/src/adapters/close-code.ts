/** What simple-peer says went wrong, in the codes of a link. */
export function closeCodeOf(error: Error & { readonly code?: string }): string {
  // How Chromium reports that the other side closed its connection: an SCTP abort, cause 12 (RFC 9260).
  if (error.message.startsWith('User-Initiated Abort')) return 'remote-closed';
  switch (error.code) {
    case 'ERR_ICE_CONNECTION_FAILURE':
    case 'ERR_CONNECTION_FAILURE':
      return 'ice-failed';
    case 'ERR_SET_REMOTE_DESCRIPTION':
    case 'ERR_ADD_ICE_CANDIDATE':
    case 'ERR_SIGNALING':
      return 'bad-signal';
    case 'ERR_PC_CONSTRUCTOR':
    case 'ERR_WEBRTC_SUPPORT':
      return 'unsupported';
    default:
      return 'channel-error';
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
