import type { IceServer } from '../ice.ts';
import { type Finding, skipped } from './finding.ts';
import { type IceUrl, parseIceUrl } from './ice-url.ts';
import { askRelay, askStun, type Credentials } from './relay.ts';
import {
  judgeBadUrl,
  judgeCoverage,
  judgeCredentials,
  judgeRelay,
  judgeRelayCertificate,
  judgeStun,
} from './relay-verdicts.ts';
import { askSignaling, type SignalFacts } from './signal.ts';
import {
  judgeCertificate,
  judgeForeignOrigin,
  judgeForwarding,
  judgeHealth,
  judgeMetrics,
  judgePage,
  judgeSignaling,
} from './site-verdicts.ts';
import { askCertificate, askHttp } from './web.ts';

export interface Examination {
  /** Only its origin counts. */
  readonly site: URL;
  /** What TURN_SECRET should be, if the operator says so. */
  readonly turnSecret: string | null;
  /** Of an authority to trust besides the known ones, PEM. */
  readonly ca: string | null;
  /** There is no relay, and the operator knows. */
  readonly withoutRelay: boolean;
  /** Of each single question. */
  readonly timeoutMs: number;
  readonly now: () => number;
}

const FOREIGN_ORIGIN = 'https://another-site.invalid';
/** Reserved for documentation: nobody comes from there. */
const FORGED_ADDRESS = '203.0.113.77';

/** Asks everything from outside, as a browser, a cheat and a thief would. Never rejects for what the site does. */
export async function examine(examination: Examination): Promise<readonly Finding[]> {
  const { site, timeoutMs } = examination;
  const health = judgeHealth(site, await askHttp(new URL('/healthz', site), timeoutMs));
  const certificate = judgeCertificate(site, await certificateOf(examination), examination.now());
  const findings = [health, certificate];
  // What is not there has no further faults.
  if (health.state === 'broken') return site.protocol === 'http:' ? [health] : findings;
  findings.push(judgePage(await askHttp(new URL('/', site), timeoutMs)));
  findings.push(judgeMetrics(await askHttp(new URL('/metrics', site), timeoutMs)));
  const own = await askSignaling({ site, origin: site.origin, timeoutMs });
  const foreign = await askSignaling({ site, origin: FOREIGN_ORIGIN, timeoutMs });
  const cheat = await askSignaling({ site, origin: null, forwardedFor: FORGED_ADDRESS, timeoutMs });
  findings.push(
    judgeSignaling(site, own),
    judgeForeignOrigin(foreign),
    judgeForwarding(cheat, FORGED_ADDRESS),
  );
  findings.push(...(await examineIce(examination, [own, cheat])));
  return findings;
}

/** A page that is refused does not hide the faults of the relay: whoever was welcomed was told of it. */
async function examineIce(
  examination: Examination,
  answers: readonly SignalFacts[],
): Promise<readonly Finding[]> {
  const welcomed = answers.find((facts) => facts.kind === 'welcomed');
  if (welcomed?.kind !== 'welcomed') {
    return [skipped('relay', 'STUN and TURN were not asked: the server handed none out.')];
  }
  const servers = welcomed.welcome.iceServers.map(({ urls, username, credential }) => ({
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  }));
  const all = servers.flatMap(({ urls }) => urls);
  const known = all.map(parseIceUrl).filter((url): url is IceUrl => url !== null && url !== 'dtls');
  const stun = known.filter(({ kind }) => kind === 'stun');
  const turn = known.filter(({ kind }) => kind === 'turn');
  const findings = all.filter((url) => parseIceUrl(url) === null).map(judgeBadUrl);
  findings.push(...judgeCoverage(stun, turn, examination.withoutRelay));
  const stunFacts = await Promise.all(stun.map((url) => askStun(url, examination)));
  findings.push(...stunFacts.map(judgeStun));
  for (const server of servers) findings.push(...(await examineRelays(examination, server)));
  return findings;
}

async function examineRelays(examination: Examination, server: IceServer): Promise<readonly Finding[]> {
  const urls = server.urls.map(parseIceUrl);
  const relays = urls.filter((url): url is IceUrl => typeof url === 'object' && url?.kind === 'turn');
  if (relays.length === 0) return [];
  const credentials: Credentials = { username: server.username ?? '', credential: server.credential ?? '' };
  const { now, turnSecret, ca, timeoutMs } = examination;
  const each = relays.map(async (url): Promise<readonly Finding[]> => {
    const facts = judgeRelay(await askRelay(url, credentials, examination));
    if (url.transport !== 'tls') return facts;
    return [...facts, judgeRelayCertificate(url, await askCertificate(url, { ca, timeoutMs }), now())];
  });
  return [judgeCredentials(server, now(), turnSecret), ...(await Promise.all(each)).flat()];
}

async function certificateOf({ site, ca, timeoutMs }: Examination) {
  if (site.protocol !== 'https:') return null;
  const host = site.hostname.replace(/^\[|\]$/g, '');
  return askCertificate({ host, port: site.port === '' ? 443 : Number(site.port) }, { ca, timeoutMs });
}
