import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';

/**
 * The page frames its own downloads, runs workers, compiles the WebAssembly it hashes with and talks to this server:
 * nothing else, from nowhere else.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self' ws: wss:",
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
  const serve = sirv(directory, {
    etag: true,
    setHeaders(response, path) {
      const forever = path.startsWith('/assets/');
      response.setHeader('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
      response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
      response.setHeader('Referrer-Policy', 'no-referrer');
      response.setHeader('X-Content-Type-Options', 'nosniff');
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    },
  });
  return (request, response) => {
    serve(request, response, () => {
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end('Not found\n');
    });
  };
}
