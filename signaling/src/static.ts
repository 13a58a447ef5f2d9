import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, relative, sep } from 'node:path';
import serveStatic from 'serve-static';

/** The page frames its own downloads, runs workers and talks to this server: nothing else, from nowhere else. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  // The one script that stands in the page itself: it must run before the first paint.
  "script-src 'self' 'sha256-42aJGjlrfKrQzXKz89mYTF10AZg8EfHw/Xde1Bz4bdc='",
  // Safari before 15.4 does not count a WebSocket to its own origin as 'self'; it lacks Ed25519 anyway.
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  // Without a service worker a film is a blob, too.
  "media-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "form-action 'none'",
].join('; ');

/** What the build compresses, and what it then is. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

/** The smallest first. */
const ENCODINGS = [
  { name: 'br', extension: '.br' },
  { name: 'gzip', extension: '.gz' },
] as const;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * Serves the built app, and the compressed file beside the one asked for where there is one that the browser takes.
 * Hashed assets are kept for ever, everything else is asked for again each time.
 */
export function serveApp(directory: string): Handler {
  const compressed = ENCODINGS.map(({ name, extension }) => serveCompressed(directory, name, extension));
  const plain = serveStatic(directory, {
    redirect: false,
    setHeaders: (response, path) => describe(response, relative(directory, path)),
  });
  return (request, response) => {
    response.setHeader('Vary', 'Accept-Encoding');
    inTurn([...compressed, plain], request, response, () => {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end('Not found\n');
    });
  };
}

function describe(response: ServerResponse, path: string): void {
  // Below our own folder: whatever holds that may have any name.
  const forever = path.startsWith(`assets${sep}`);
  response.setHeader('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  if (/\.html(\.|$)/.test(path)) isolate(response);
}

/**
 * Whoever opened the page has no hold on it: docs/decisions/0015-the-start.md. Where the browser says that nobody did, as
 * for an address that was typed or comes from another program, it need not start another process for it.
 */
function isolate(response: ServerResponse): void {
  response.setHeader('Vary', 'Accept-Encoding, Sec-Fetch-Site');
  if (response.req.headers['sec-fetch-site'] !== 'none')
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
}

/** Goes on where the browser does not take it or there is no such file. */
function serveCompressed(directory: string, encoding: string, extension: string): Middleware {
  const serve = serveStatic(directory, {
    index: false,
    redirect: false,
    setHeaders(response, path) {
      describe(response, relative(directory, path));
      response.setHeader('Content-Encoding', encoding);
      response.setHeader('Content-Type', TYPES[extname(path.slice(0, -extension.length))] ?? '');
    },
  });
  return (request, response, next) => {
    const { url = '/' } = request;
    const [path = '/'] = url.split('?', 1);
    const file = path.endsWith('/') ? `${path}index.html` : path;
    if (!accepts(request, encoding) || TYPES[extname(file)] === undefined) {
      next();
      return;
    }
    request.url = file + extension;
    serve(request, response, () => {
      request.url = url;
      next();
    });
  };
}

/** RFC 9110, section 12.5.3: named, and not with a weight of nothing. */
function accepts(request: IncomingMessage, encoding: string): boolean {
  const offers = String(request.headers['accept-encoding'] ?? '').split(',');
  return offers.some((offer) => {
    const [name, weight] = offer.split(';').map((part) => part.trim());
    return name === encoding && !/^q=0(\.0*)?$/.test(weight ?? '');
  });
}

function inTurn(
  [first, ...others]: readonly Middleware[],
  request: IncomingMessage,
  response: ServerResponse,
  done: () => void,
): void {
  if (first === undefined) done();
  else first(request, response, () => inTurn(others, request, response, done));
}
