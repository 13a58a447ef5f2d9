import { readFile } from 'node:fs/promises';
import compile from 'icu-minify/compile';
import { type Plugin, transformWithOxc } from 'vite';

/**
 * Compiles the ICU messages of `src/text/<language>/*.ts` when the app is built: the parser stays at home. A catalogue
 * exports one object of messages by key; `first`, `rest` and `index` only gather them.
 */
export function compileMessages(): Plugin {
  return {
    name: 'compile-messages',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/text\/[a-z]{2}\/(?!(?:first|rest|index)\.)[\w-]+\.ts$/ },
      async handler(code, id) {
        const exported = Object.entries(await evaluate(code, id)).map(([name, messages]) => {
          const compiled = Object.entries(messages).map(([key, message]) => [key, compileAt(key, message)]);
          return `export const ${name} = ${JSON.stringify(Object.fromEntries(compiled))};\n`;
        });
        return { code: exported.join(''), map: null };
      },
    },
  };
}

/** The messages of a catalogue as they are written. */
export async function readMessages(path: string): Promise<Readonly<Record<string, string>>> {
  return Object.assign({}, ...Object.values(await evaluate(await readFile(path, 'utf8'), path)));
}

async function evaluate(code: string, path: string): Promise<Record<string, Record<string, string>>> {
  const { code: plain } = await transformWithOxc(code, path, { sourcemap: false });
  return import(`data:text/javascript,${encodeURIComponent(plain)}`);
}

function compileAt(key: string, message: string) {
  try {
    return compile(message);
  } catch (error) {
    throw new Error(`${key} is not an ICU message: ${message}`, { cause: error });
  }
}
