import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createSignalingServer } from './server.ts';

const log = pino({ base: null });
const APP = fileURLToPath(new URL('../../web/dist', import.meta.url));

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    log.fatal(error.message);
    process.exit(1);
  }
}

const config = configOrExit();
const hasApp = existsSync(APP);
if (!hasApp) log.warn('the app is not built: serving signaling only');
const server = createSignalingServer(config, { log, appDirectory: hasApp ? APP : null });

server.listen().then(
  (port) => log.info(`Flockdrop is at http://${config.host ?? 'localhost'}:${port}`),
  (error: unknown) => {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    log.fatal(taken ? `port ${config.port} is taken: set PORT to another one` : String(error));
    process.exit(1);
  },
);

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info('stopping');
    void server.close().then(() => process.exit(0));
  });
}
