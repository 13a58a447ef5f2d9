import { NORMAL_PRIORITY, type Priority } from '@flockdrop/shared/swarm';

/** What a person says of some files, or of all of them, by their index in the torrent. */
export interface Choice {
  readonly files: readonly number[] | 'all';
  readonly priority: Priority;
}

/** Priorities by file after a choice; `null`, before or after, when all of them are normal. */
export function chosen(
  before: Uint8Array<ArrayBuffer> | null,
  { files, priority }: Choice,
  fileCount: number,
): Uint8Array<ArrayBuffer> | null {
  const after = before?.slice() ?? new Uint8Array(fileCount).fill(NORMAL_PRIORITY);
  if (files === 'all') after.fill(priority);
  else for (const index of files) if (index in after) after[index] = priority;
  return after.every((one) => one === NORMAL_PRIORITY) ? null : after;
}

/** Remembered priorities, where they fit the files; anything else means nothing. */
export function usable(
  priorities: Uint8Array<ArrayBuffer> | null,
  fileCount: number,
): Uint8Array<ArrayBuffer> | null {
  return priorities?.length === fileCount && priorities.every((one) => one <= 3) ? priorities : null;
}

/** From another tab, so not of our making alone. */
export function isChoice(value: object): value is Choice {
  if (!('files' in value && 'priority' in value)) return false;
  const { files, priority } = value;
  const isPriority = priority === 0 || priority === 1 || priority === 2 || priority === 3;
  return isPriority && (files === 'all' || (Array.isArray(files) && files.every(Number.isInteger)));
}
