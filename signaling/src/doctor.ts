import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Examination, examine } from './doctor/examine.ts';
import { inJson, inText, isSound } from './doctor/report.ts';

/** The command line of the doctor: 0 when nothing is broken, 1 when something is, 2 when it was asked wrongly. */
const USAGE = `Checks a deployment of Flockdrop from outside.

  npm run doctor -- https://drop.example.org [options]

  --turn-secret-file <file>  also check that TURN_SECRET is the one in this file
  --ca <file>                trust this authority too (PEM)
  --without-relay            there is no relay, on purpose
  --timeout <seconds>        for each answer (default 5)
  --json                     findings for a script (with npm run --silent)

It takes a minute at most, joins nothing, sends no data through the relay and leaves no trace but log lines.
`;

function readArguments(): { readonly examination: Examination; readonly json: boolean } | null {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'turn-secret-file': { type: 'string' },
      ca: { type: 'string' },
      'without-relay': { type: 'boolean', default: false },
      timeout: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [address = '', ...others] = positionals;
  const site = URL.canParse(address) ? new URL(address) : null;
  const timeoutMs = Number(values.timeout) * 1_000;
  const isWeb = site?.protocol === 'https:' || site?.protocol === 'http:';
  if (values.help || site === null || !isWeb || others.length > 0 || !(timeoutMs > 0)) return null;
  const { 'turn-secret-file': secretFile, ca } = values;
  return {
    json: values.json,
    examination: {
      site,
      timeoutMs,
      turnSecret: secretFile === undefined ? null : readFileSync(secretFile, 'utf8').trim(),
      ca: ca === undefined ? null : readFileSync(ca, 'utf8'),
      withoutRelay: values['without-relay'],
      now: Date.now,
    },
  };
}

function argumentsOrExit() {
  try {
    const given = readArguments();
    if (given !== null) return given;
    process.stderr.write(USAGE);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
  process.exit(2);
}

const { examination, json } = argumentsOrExit();
const findings = await examine(examination);
process.stdout.write(json ? inJson(findings) : inText(findings));
process.exitCode = isSound(findings) ? 0 : 1;
