import { parseArgs } from 'node:util';
import { CROWDS } from './crowds.ts';
import { printCrowd } from './report.ts';

/** `npm run sim -- --peers 1000 --seed 7 --scenario flash-crowd`: runs one scenario and prints its report. */
const { values } = parseArgs({
  options: {
    peers: { type: 'string', default: '50' },
    seed: { type: 'string', default: '7' },
    pieces: { type: 'string', default: '400' },
    'piece-length': { type: 'string', default: String(128 * 1024) },
    'check-every': { type: 'string', default: '1000' },
    scenario: { type: 'string', default: 'flash-crowd' },
  },
});

const print = (text: string) => process.stdout.write(`${text}\n`);

const crowd = CROWDS[values.scenario];
if (crowd === undefined) throw new Error(`"${values.scenario}" is none of ${Object.keys(CROWDS).join(', ')}`);
const startedMs = performance.now();
const report = crowd({
  peers: Number(values.peers),
  seed: Number(values.seed),
  pieces: Number(values.pieces),
  pieceLength: Number(values['piece-length']),
  checkEvery: Number(values['check-every']),
});
print(printCrowd(report));
if ('riderShare' in report)
  print(`riders       ${Number(report.riderShare).toFixed(2)} of what givers have, half-way`);
print(`took         ${((performance.now() - startedMs) / 1_000).toFixed(1)} s of real time`);
