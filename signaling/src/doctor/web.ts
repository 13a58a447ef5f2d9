import { get as getHttp, type IncomingHttpHeaders } from 'node:http';
import { get as getHttps } from 'node:https';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { Trouble, troubleOf, within } from './trouble.ts';

/** What a browser sees of the site before any script runs. It judges nothing, and takes any certificate. */

const MAX_BODY_BYTES = 64 * 1024;

export type HttpFacts =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      /** Its beginning. */
      readonly body: string;
    }
  | { readonly kind: 'unreachable'; readonly trouble: string };

export interface CertificateFacts {
  /** Why browsers would refuse it, or `null`. */
  readonly trouble: string | null;
  readonly validToMs: number;
}

/** Follows no redirection. */
export async function askHttp(url: URL, timeoutMs: number): Promise<HttpFacts> {
  const answer = new Promise<HttpFacts>((resolve, reject) => {
    const options = { headers: { Accept: 'text/html,*/*' }, agent: false, rejectUnauthorized: false };
    const get = url.protocol === 'https:' ? getHttps : getHttp;
    const request = get(url, { ...options, timeout: timeoutMs }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      const done = () => {
        resolve({
          kind: 'answer',
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: body.slice(0, MAX_BODY_BYTES),
        });
        request.destroy();
      };
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > MAX_BODY_BYTES) done();
      });
      response.on('end', done);
      response.on('error', reject);
    });
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Trouble('timeout')));
  });
  try {
    return await answer;
  } catch (error) {
    return { kind: 'unreachable', trouble: troubleOf(error).code };
  }
}

/** Of the server at that name; `ca`: an authority to trust besides the known ones, PEM. `null`: it speaks no TLS. */
export async function askCertificate(
  { host, port }: { readonly host: string; readonly port: number },
  { ca, timeoutMs }: { readonly ca: string | null; readonly timeoutMs: number },
): Promise<CertificateFacts | null> {
  const socket = connect({
    host,
    port,
    rejectUnauthorized: false,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === null ? {} : { ca }),
  });
  const seen = new Promise<CertificateFacts>((resolve, reject) => {
    socket.on('error', reject);
    socket.once('secureConnect', () => {
      // Typed as an Error, and a code in truth.
      const fault: unknown = socket.authorizationError ?? null;
      const validToMs = Date.parse(socket.getPeerCertificate().valid_to);
      resolve({ trouble: socket.authorized ? null : troubleOf(fault).code, validToMs });
    });
  });
  try {
    return await within(timeoutMs, seen);
  } catch {
    return null;
  } finally {
    socket.destroy();
  }
}
