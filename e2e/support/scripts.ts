import { gzipSync } from 'node:zlib';

/**
 * The scripts that the start page cannot do without, by path: those that the document names, and what these import
 * statically, all the way down.
 */
export async function initialScripts(url: string): Promise<ReadonlyMap<string, string>> {
  const document = await textOf(`${url}/`);
  const scripts = new Map<string, string>();
  const entries = [...document.matchAll(/<script[^>]* src="([^"]+)"/g)];
  const preloads = [
    ...document.matchAll(/<meta name="preload" data-pages="[^"]*\bhome\b[^"]*" content="([^"]+)"/g),
  ];
  if (entries.length === 0 || preloads.length === 0)
    throw new Error('the document does not name its scripts');
  const waiting = [...entries, ...preloads].flatMap(([, paths = '']) => paths.split(' '));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (scripts.has(path)) continue;
    const script = await textOf(url + path);
    scripts.set(path, script);
    // `import(…)` does not match: what is imported so is not waited for.
    for (const [, name = ''] of script.matchAll(/(?:\bimport|\bfrom)\s*["'](\.[^"']+\.js)["']/g)) {
      waiting.push(new URL(name, url + path).pathname);
    }
  }
  return scripts;
}

/** Bytes on the way to whoever takes gzip. */
export function gzippedLength(scripts: ReadonlyMap<string, string>): number {
  return [...scripts.values()].reduce((sum, script) => sum + gzipSync(script).length, 0);
}

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
}
