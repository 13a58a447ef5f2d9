// The files that are measured, in a temporary folder of their own: bytes that no one can compress, the same every time.
import { createCipheriv } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const MIB = 2 ** 20;
export const GIB = 2 ** 30;

export class Fixtures {
  #folder = '';
  /** @type {Map<number, string>} */
  #files = new Map();

  /** @returns {Promise<string>} a new empty folder */
  async folder() {
    if (this.#folder === '') this.#folder = await mkdtemp(join(tmpdir(), 'flockdrop-bench-'));
    return mkdtemp(join(this.#folder, 'profile-'));
  }

  /**
   * @param {number} length bytes, a multiple of a MiB
   * @returns {Promise<string>} path of a file of that length
   */
  async file(length) {
    const known = this.#files.get(length);
    if (known !== undefined) return known;
    if (this.#folder === '') this.#folder = await mkdtemp(join(tmpdir(), 'flockdrop-bench-'));
    const path = join(this.#folder, `${length}.bin`);
    const stream = createCipheriv('aes-256-ctr', Buffer.alloc(32, 7), Buffer.alloc(16));
    const zeros = Buffer.alloc(MIB);
    const file = await open(path, 'w');
    for (let written = 0; written < length; written += MIB) await file.write(stream.update(zeros));
    await file.close();
    this.#files.set(length, path);
    return path;
  }

  async remove() {
    if (this.#folder !== '') await rm(this.#folder, { recursive: true, force: true });
  }
}
