import type { FileSnapshot, ShareSnapshot } from '../../session/snapshot.ts';

/** What a share must tell for its files to be shown before they are complete: it runs, and in this tab. */
export function fetchesHere({ state, role }: Pick<ShareSnapshot, 'state' | 'role'>): boolean {
  return role === 'runner' && state !== 'waiting' && state !== 'error';
}

/** Sound and film play while they come; all else is shown once it is whole. */
export function isPreviewable({ kind, length, progress }: FileSnapshot, isFetched: boolean): boolean {
  if (kind === null || length === 0) return false;
  return progress === 1 || (isFetched && (kind === 'audio' || kind === 'video'));
}
