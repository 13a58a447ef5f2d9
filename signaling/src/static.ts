import type { IncomingMessage, ServerResponse } from 'node:http';
import { relative, sep } from 'node:path';
import compression from 'compression';
import serveStatic from 'serve-static';

/** The page frames its own downloads, runs workers and talks to this server: nothing else, from nowhere else. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  // Safari before 15.4 does not count a WebSocket to its own origin as 'self'; it lacks Ed25519 anyway.
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "form-action 'none'",
].join('; ');

/** Serves the built app. Hashed assets are kept for ever, everything else is asked for again each time. */
export function serveApp(directory: string): (request: IncomingMessage, response: ServerResponse) => void {
  const compress = compression();
  const serve = serveStatic(directory, {
    redirect: false,
    setHeaders(response, path) {
      // Below our own folder: whatever holds that may have any name.
      const forever = relative(directory, path).startsWith(`assets${sep}`);
      response.setHeader('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
      response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
      response.setHeader('Referrer-Policy', 'no-referrer');
      response.setHeader('X-Content-Type-Options', 'nosniff');
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    },
  });
  return (request, response) => {
    // Their types are Express's; what they use of it is what node:http has.
    const [req, res] = [request, response] as unknown as Parameters<typeof compress>;
    compress(req, res, () => {
      serve(request, response, () => {
        if (response.headersSent) {
          response.destroy();
          return;
        }
        response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
        response.end('Not found\n');
      });
    });
  };
}
