import { BlockList, isIPv6 } from 'node:net';
import { addressOf } from '../limits.ts';
import { broken, type Finding, ok, skipped, warning } from './finding.ts';
import type { SignalFacts } from './signal.ts';
import { inWords } from './trouble.ts';
import type { CertificateFacts, HttpFacts } from './web.ts';

/** What the answers of the site mean for its people. Pure: facts in, findings out. */

const DAY_MS = 86_400_000;
/** Whatever renews certificates has mostly done so by then. */
const RENEWAL_DAYS = 14;
const PRIVATE = new BlockList();
PRIVATE.addSubnet('127.0.0.0', 8);
PRIVATE.addSubnet('10.0.0.0', 8);
PRIVATE.addSubnet('172.16.0.0', 12);
PRIVATE.addSubnet('192.168.0.0', 16);
PRIVATE.addSubnet('169.254.0.0', 16);
PRIVATE.addSubnet('100.64.0.0', 10);
PRIVATE.addAddress('::1', 'ipv6');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');
PRIVATE.addSubnet('fe80::', 10, 'ipv6');

export function judgeHealth(site: URL, facts: HttpFacts): Finding {
  const check = 'health';
  if (facts.kind === 'unreachable') {
    return broken(
      check,
      `${site.origin} cannot be reached: ${inWords(facts.trouble)}.`,
      'Is the server running, does the name lead to it, and does the firewall let the port in?',
    );
  }
  const { status, body, headers } = facts;
  if (status === 200 && body.trim() === 'ok')
    return ok(check, 'The server answers and says that it is well.');
  if (status >= 300 && status < 400) {
    return broken(
      check,
      `/healthz leads elsewhere: to ${headers.location ?? 'nowhere'}.`,
      'Check the address that people use in the end (with https:// if that is where it leads).',
    );
  }
  if (status === 502 || status === 504) {
    return broken(
      check,
      `The proxy answers ${status}: it does not reach the server behind it.`,
      "Start the server, and compare its PORT and HOST with the proxy's upstream.",
    );
  }
  if (status === 503) {
    return broken(
      check,
      'The server, or the proxy in front of it, answers 503: it is not ready.',
      'Wait if it is just being restarted; otherwise read its log.',
    );
  }
  return broken(
    check,
    `/healthz answers ${status}, and not "ok": this is not the Flockdrop server.`,
    'Let the proxy pass every path of this host on to the server, /healthz and /signal included.',
  );
}

export function judgeCertificate(site: URL, facts: CertificateFacts | null, nowMs: number): Finding {
  const check = 'certificate';
  if (site.protocol === 'http:') {
    const isHere = site.hostname === 'localhost' || isLoopback(site.hostname);
    return isHere
      ? skipped(check, 'Plain HTTP on this very machine, where browsers allow everything.')
      : warning(
          check,
          'Without TLS browsers switch off what they keep for secure pages, and anyone on the way can change the page.',
          'Serve it over https, for example with Caddy, which brings certificates by itself.',
        );
  }
  if (facts === null)
    return broken(check, 'No TLS is spoken there.', 'Let the proxy terminate TLS on this port.');
  return judgeExpiry(check, site.host, facts, nowMs);
}

/** For any server of that name. */
export function judgeExpiry(check: string, name: string, facts: CertificateFacts, nowMs: number): Finding {
  const next = 'Renew it, serve the full chain, and let the server load it again.';
  if (facts.trouble !== null) {
    return broken(check, `Browsers refuse ${name}: ${inWords(facts.trouble)}.`, next);
  }
  const days = Math.floor((facts.validToMs - nowMs) / DAY_MS);
  return days < RENEWAL_DAYS
    ? warning(check, `The certificate of ${name} expires in ${days} days.`, next)
    : ok(check, `The certificate of ${name} is valid for ${days} more days.`);
}

export function judgePage(facts: HttpFacts): Finding {
  const check = 'page';
  if (facts.kind === 'unreachable') {
    return broken(
      check,
      `The page cannot be loaded: ${inWords(facts.trouble)}.`,
      'Try again, then read the log.',
    );
  }
  const { status, headers, body } = facts;
  const isPage = String(headers['content-type'] ?? '').startsWith('text/html');
  if (status !== 200 || !isPage || !body.includes('<script')) {
    return broken(
      check,
      `/ answers ${status} and is not the app.`,
      'Build the app (npm run build), and let the proxy pass / on to the server.',
    );
  }
  const wanted = {
    'content-security-policy': /default-src 'self'/,
    'x-content-type-options': /nosniff/,
    'referrer-policy': /no-referrer/,
    'cache-control': /no-cache/,
  };
  const lost = Object.entries(wanted).filter(([name, value]) => !value.test(String(headers[name] ?? '')));
  if (lost.length === 0) return ok(check, 'The page is served, with the headers that protect it.');
  return broken(
    check,
    `The page is served without what the server says of it: ${lost.map(([name]) => name).join(', ')}.`,
    "Let the proxy pass the server's headers on as they are, and serve no copy of its own.",
  );
}

export function judgeMetrics(facts: HttpFacts): Finding {
  const check = 'metrics';
  const isOpen = facts.kind === 'answer' && facts.status === 200 && facts.body.includes('flockdrop_');
  return isOpen
    ? warning(
        check,
        'Everyone may read /metrics: how many people are here, and how the process is doing.',
        'Let the proxy refuse /metrics to the internet, and let your monitoring ask the server itself.',
      )
    : ok(check, '/metrics is not for everyone.');
}

/** Of the page's own origin. */
export function judgeSignaling(site: URL, facts: SignalFacts): Finding {
  const check = 'websocket';
  const proxy = 'Let the proxy pass Upgrade and Connection on for /signal (docs/DEPLOY.md has the lines).';
  switch (facts.kind) {
    case 'welcomed':
      return ok(check, 'A page of this site gets through the proxy, proves its key and is welcomed.');
    case 'unreachable':
      return broken(check, `No WebSocket opens at /signal: ${inWords(facts.trouble)}.`, proxy);
    case 'silent':
      return broken(check, 'A WebSocket opens at /signal, and then nothing sensible comes through.', proxy);
    case 'wrong-version':
      return broken(
        check,
        `The server speaks version ${facts.version} of the protocol, and this doctor another.`,
        'Run the doctor of the version that is deployed.',
      );
    case 'refused':
      return facts.code === 'bad-signature'
        ? broken(
            check,
            'The server does not see the origin that the page has: its signature does not hold.',
            'Let the proxy pass the Origin header on as it is.',
          )
        : broken(check, `The server refuses a good hello: ${facts.message} (${facts.code})`, 'Read its log.');
    case 'not-upgraded':
      return judgeStatus(site, facts.status, check, proxy);
  }
}

function judgeStatus(site: URL, status: number, check: string, proxy: string): Finding {
  if (status === 403) {
    return broken(
      check,
      `The server refuses its own page, ${site.origin}: nobody can connect.`,
      `Add exactly ${site.origin} to ALLOWED_ORIGINS; or leave it empty, and let the proxy pass the Host header on.`,
    );
  }
  if (status === 429) {
    return broken(
      check,
      'The server has seen too many sockets from this address.',
      'If these are those of all your visitors: set TRUST_PROXY to the number of proxies in front of the server.',
    );
  }
  if (status === 426) {
    return broken(
      check,
      'The request reaches the server without its Upgrade header: the proxy drops it.',
      proxy,
    );
  }
  return broken(check, `/signal answers ${status} instead of speaking WebSocket.`, proxy);
}

/** Of a page that is not ours. */
export function judgeForeignOrigin(facts: SignalFacts): Finding {
  const check = 'origin-policy';
  if (facts.kind === 'not-upgraded' && facts.status === 403) {
    return ok(check, 'Pages of other origins are refused.');
  }
  if (facts.kind === 'welcomed' || facts.kind === 'refused' || facts.kind === 'silent') {
    return broken(
      check,
      `A page of another origin (${facts.origin ?? 'none'}) may connect: any website can use your server and relay.`,
      'Set ALLOWED_ORIGINS to your own origin, and let the proxy pass the Origin header on as it is.',
    );
  }
  return skipped(check, 'Could not be asked: no WebSocket opens.');
}

/** Of a client without a page that claims to have come for `forged`. */
export function judgeForwarding(facts: SignalFacts, forged: string): Finding {
  const check = 'forwarded-for';
  const { seenAs } = facts;
  if (facts.kind !== 'welcomed' || seenAs === null) {
    return skipped(check, 'The server does not say whom it sees.');
  }
  if (seenAs === forged) {
    return broken(
      check,
      'The server believes whatever X-Forwarded-For a visitor sends: limits for each address bind nobody.',
      'Set TRUST_PROXY to the number of proxies that are really in front of it (0 for none).',
    );
  }
  // Close by there is no NAT between us: it should see the very address we speak from.
  const isNear = isPrivate(facts.ends.theirs);
  const own = addressOf(facts.ends.own, undefined, 0);
  if (isNear ? seenAs !== own : isPrivate(seenAs)) {
    return broken(
      check,
      `The server sees every visitor as ${seenAs}, its proxy: all of them share the limits of one address.`,
      'Set TRUST_PROXY=1, and let the proxy add to X-Forwarded-For.',
    );
  }
  return isLoopback(facts.ends.own)
    ? ok(check, 'The server believes no forged X-Forwarded-For. More can be told from another machine.')
    : ok(check, 'The server tells its visitors apart, and believes no forged X-Forwarded-For.');
}

function isLoopback(address: string): boolean {
  return /^(::ffff:)?127\./.test(address) || address === '::1' || address === '[::1]';
}

function isPrivate(address: string): boolean {
  const bare = address.replace(/^::ffff:/, '');
  // The server names a network of IPv6 by its first half.
  const whole = bare.includes(':') && !isIPv6(bare) ? `${bare}::` : bare;
  return PRIVATE.check(whole, isIPv6(whole) ? 'ipv6' : 'ipv4');
}
