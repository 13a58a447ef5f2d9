import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Far more than it takes: only what will never be ready reaches it. */
const START_TIMEOUT_MS = 60_000;

export interface ServiceOptions {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it says when it is ready. */
  readonly ready: RegExp;
}

/** A program of the lab that runs until it is told to stop, and can be started again. */
export class Service {
  readonly #options: ServiceOptions;
  #process: ChildProcess | null = null;
  #log = '';

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  /** What it has said since it was last started. */
  get log(): string {
    return this.#log;
  }

  /**
   * Resolves when it is ready; rejects with its log when it ends first, or never is.
   * @param settings environment for this time only
   */
  async up(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const { command, env, ready } = this.#options;
    const [program, ...args] = command;
    if (program === undefined) throw new Error('no command');
    this.#log = '';
    // Nothing of a developer's own deployment may reach it.
    const child = spawn(program, args, {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      const fail = () => reject(new Error(`${command.join(' ')} did not start:\n${this.#log}`));
      const timer = setTimeout(fail, START_TIMEOUT_MS);
      child.once('error', fail).once('exit', fail);
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          this.#log += chunk.toString();
          if (!ready.test(this.#log)) return;
          clearTimeout(timer);
          resolve();
        });
      }
    });
  }

  /** Ends it at once, as a machine that fails does. */
  async down(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}
