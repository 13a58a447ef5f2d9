import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A directory of files made for one journey, and gone after it. */
export class Files {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Files> {
    return new Files(await mkdtemp(join(tmpdir(), 'flockdrop-journey-')));
  }

  /** Random bytes under `name` (which may have folders); returns the path. */
  async random(name: string, bytes: number): Promise<string> {
    return this.write(name, randomBytes(bytes));
  }

  async write(name: string, content: Uint8Array | string): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Pieces of a share of one file up to 125 MiB: of 64 KiB each, the least there is. */
export function piecesOf(bytes: number): number {
  return Math.ceil(bytes / (64 * 1024));
}

/** SHA-256 of a file, hex. */
export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
