import { FileError } from '../adapters/file-source.ts';
import { StorageError } from '../adapters/piece-store.ts';
import { fileProblem } from './problems.ts';
import type { Problem } from './snapshot.ts';

/** What to tell a person when pieces cannot be read or stored. */

export const LOST: Problem = {
  code: 'piece-lost',
  message: 'Part of this share is no longer readable here. It will be fetched again from others who have it.',
};

export function readProblem(error: unknown): Problem {
  if (error instanceof FileError) return fileProblem(error);
  const reason = reasonOf(error);
  return {
    code: 'read-failed',
    values: { reason },
    message: `The browser could not read a stored piece (${reason}). It will be fetched again from others who have it.`,
  };
}

export function storageProblem(error: unknown): Problem {
  if (error instanceof StorageError && error.code === 'storage-full') {
    return {
      code: 'storage-full',
      message:
        'The browser has no more room for this share. Everything received so far is kept: free some space (other shares here, or the disk), then resume.',
    };
  }
  const reason = reasonOf(error);
  return {
    code: 'storage-failed',
    words: 'storage-failed.piece',
    values: { reason },
    message: `The browser could not store a piece (${reason}). Everything stored before is kept: resume to try again.`,
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
