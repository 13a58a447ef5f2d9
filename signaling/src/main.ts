import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { serverNames, serverUrls } from './addresses.ts';
import { type Certificate, keptCertificate } from './certificate.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createSignalingServer } from './server.ts';

const log = pino({ base: null });
const APP = fileURLToPath(new URL('../../web/dist', import.meta.url));

function configOrExit(): Config {
  try {
    return readConfig(process.env, process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    log.fatal(error.message);
    process.exit(1);
  }
}

async function certificateOrExit({ host, stateDirectory }: Config): Promise<Certificate> {
  const path = join(stateDirectory, 'certificate.pem');
  try {
    return await keptCertificate(path, serverNames(host), Date.now());
  } catch (error) {
    log.fatal(
      `the certificate cannot be kept in ${path}: set STATE_DIR to a folder of ours (${String(error)})`,
    );
    process.exit(1);
  }
}

const config = configOrExit();
const hasApp = existsSync(APP);
if (!hasApp) log.warn('the app is not built: serving signaling only');
const certificate = config.https ? await certificateOrExit(config) : null;
const server = createSignalingServer(config, {
  log,
  appDirectory: hasApp ? APP : null,
  ...(certificate === null ? {} : { certificate }),
});

server.listen().then(
  (port) => tellWhere(port),
  (error: unknown) => {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    log.fatal(taken ? `port ${config.port} is taken: set PORT to another one` : String(error));
    process.exit(1);
  },
);

function tellWhere(port: number): void {
  const [url, ...others] = serverUrls(certificate === null ? 'http' : 'https', config.host, port);
  log.info(`Flockdrop is at ${url}`);
  if (others.length > 0) log.info(`in this network: ${others.join(' ')}`);
  if (certificate === null) return;
  const { fingerprint256 } = new X509Certificate(certificate.cert);
  log.info(
    `browsers ask once whether to take its certificate, which nobody but this server signed: SHA-256 ${fingerprint256}`,
  );
}

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info('stopping');
    void server.close().then(() => process.exit(0));
  });
}
