import { createHmac } from 'node:crypto';
import { MAX_TURN_LIFETIME_S } from '../config.ts';
import type { IceServer } from '../ice.ts';
import { broken, type Finding, ok, skipped, warning } from './finding.ts';
import type { IceUrl, Transport } from './ice-url.ts';
import type { Allocation, RelayFacts, StunFacts } from './relay.ts';
import { judgeExpiry } from './site-verdicts.ts';
import { inWords } from './trouble.ts';
import type { CertificateFacts } from './web.ts';

/** What the answers of STUN and TURN servers mean. Pure: facts in, findings out. */

/** Clocks differ a little, and asking takes its time. */
const CLOCK_SLACK_S = 120;
const WAYS: Readonly<Record<Transport, string>> = { udp: 'UDP', tcp: 'TCP', tls: 'TLS' };

export function judgeStun(facts: StunFacts): Finding {
  const check = 'stun';
  const { url } = facts.url;
  if (facts.answered && facts.mapped !== null) return ok(check, `${url} tells peers their address.`);
  return broken(
    check,
    facts.answered
      ? `${url} answers, and names no address.`
      : `${url} does not answer: ${inWords(facts.trouble)}. Peers behind a NAT do not learn their address there.`,
    'Correct STUN_URLS, start that server, or let UDP in on its port.',
  );
}

export function judgeBadUrl(url: string): Finding {
  return broken(
    'ice-urls',
    `Browsers make nothing of ${url}.`,
    'Write stun:host:port, turn:host:port?transport=udp or =tcp, or turns:host:port?transport=tcp.',
  );
}

/** Whether everyone has a way: `isLeftOut`, the operator knows and wants it so. */
export function judgeCoverage(
  stun: readonly IceUrl[],
  turn: readonly IceUrl[],
  isLeftOut: boolean,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (stun.length === 0 && turn.length === 0) {
    const next = 'Set STUN_URLS, and TURN_URLS with TURN_SECRET (docs/DEPLOY.md).';
    const says = 'Neither STUN nor TURN is handed out: peers find each other only inside one network.';
    findings.push(isLeftOut ? warning('relay', says, next) : broken('relay', says, next));
  } else if (turn.length === 0) {
    const next =
      'Run coturn with the template in signaling/deploy/coturn, and set TURN_URLS and TURN_SECRET.';
    const says = 'No relay is handed out: whoever is behind a strict NAT, or without UDP, reaches nobody.';
    findings.push(isLeftOut ? warning('relay', says, next) : broken('relay', says, next));
  } else {
    const missing = (['udp', 'tcp', 'tls'] as const).filter((way) =>
      turn.every(({ transport }) => transport !== way),
    );
    findings.push(
      missing.length === 0
        ? ok('relay', 'The relay is handed out over UDP, TCP and TLS.')
        : warning(
            'relay',
            `The relay is not handed out over ${missing.map((way) => WAYS[way]).join(' and ')}: some networks allow nothing else.`,
            'Add it to TURN_URLS: turn:host:3478?transport=tcp, turns:host:443?transport=tcp.',
          ),
    );
  }
  return findings;
}

/** Of what the server hands out; `secret`: what the operator says that it is. */
export function judgeCredentials(server: IceServer, nowMs: number, secret: string | null): Finding {
  const check = 'credentials';
  const { username = '', credential = '' } = server;
  if (username === '' || credential === '') {
    return broken(check, 'A relay is handed out without credentials.', 'Set TURN_SECRET.');
  }
  const expiry = /^(\d{1,15})(?::|$)/.exec(username)?.[1];
  if (expiry === undefined) {
    return broken(
      check,
      'The credentials never expire: whoever has seen them once may use your relay for ever.',
      'Use TURN_SECRET here and use-auth-secret in coturn: each peer then gets its own, for an hour.',
    );
  }
  const leftS = Number(expiry) - nowMs / 1_000;
  if (leftS > MAX_TURN_LIFETIME_S + CLOCK_SLACK_S) {
    return broken(
      check,
      `The credentials are good for ${hours(leftS)}: a stolen one is of use for too long.`,
      "An hour is enough. Is the server's clock right?",
    );
  }
  if (leftS <= 0) {
    return broken(check, 'The credentials have expired already.', "Set the clock of the server's machine.");
  }
  if (secret !== null && createHmac('sha1', secret).update(username).digest('base64') !== credential) {
    return broken(
      check,
      'The credentials are not made with the secret in your file.',
      'Give the server that very TURN_SECRET (without the line break at its end), and start it anew.',
    );
  }
  return ok(check, `Every peer gets credentials of its own, good for ${hours(leftS)}.`);
}

export function judgeRelay(facts: RelayFacts): readonly Finding[] {
  const { url, transport } = facts.url;
  const check = `relay-${transport}`;
  if (facts.isOpen) {
    return [
      broken(
        check,
        `${url} relays for anyone, without good credentials: it hides attackers, at your expense.`,
        'Set use-auth-secret and static-auth-secret in coturn, and no no-auth.',
      ),
    ];
  }
  const { allocation } = facts;
  if (allocation.kind !== 'made') return [judgeRefusal(check, url, WAYS[transport], allocation)];
  const findings = [ok(check, `${url} allocates over ${WAYS[transport]} with the credentials handed out.`)];
  const { privatePeers, publicPeer } = facts;
  if (privatePeers.length > 0) {
    findings.push(
      broken(
        'relay-private-peers',
        `${url} would send into private networks: ${privatePeers.join(', ')}. Anyone could reach your machines through it.`,
        'Take over every denied-peer-ip line of the template, and no allow-loopback-peers.',
      ),
    );
  } else {
    findings.push(ok('relay-private-peers', `${url} refuses peers in private networks.`));
  }
  if (publicPeer === false) {
    findings.push(
      broken(
        'relay-public-peers',
        `${url} refuses every peer, also on the internet: it relays nothing.`,
        'Look for a denied-peer-ip range that is too wide (coturn takes one from :: on for everything).',
      ),
    );
  }
  return findings;
}

function judgeRefusal(
  check: string,
  url: string,
  way: string,
  allocation: Exclude<Allocation, { kind: 'made' }>,
): Finding {
  if (allocation.kind === 'unreachable') {
    return broken(
      check,
      `${url} cannot be reached over ${way}: ${inWords(allocation.trouble)}.`,
      'Is coturn running, is that port the one in its configuration, and does the firewall let it in?',
    );
  }
  const { code, reason } = allocation;
  if (code === 401 || code === 441) {
    return broken(
      check,
      `${url} refuses the credentials that the server hands out.`,
      "TURN_SECRET and coturn's static-auth-secret must be the same, and both clocks right.",
    );
  }
  if (code === 486 || code === 508) {
    return broken(
      check,
      `${url} is full (${code} ${reason}).`,
      'Raise user-quota, total-quota or the range of ports, or find out who uses it so much.',
    );
  }
  return broken(check, `${url} refuses to allocate: ${code} ${reason}.`, "Read coturn's log.");
}

export function judgeRelayCertificate(url: IceUrl, facts: CertificateFacts | null, nowMs: number): Finding {
  const check = 'relay-certificate';
  return facts === null
    ? skipped(check, `${url.url} showed no certificate.`)
    : judgeExpiry(check, `${url.host}:${url.port}`, facts, nowMs);
}

function hours(seconds: number): string {
  return seconds < 5_400 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3_600)} hours`;
}
