import type { Problem } from '../../session/snapshot.ts';
import type { Text } from '../../text/index.ts';

/** What is wrong and what to do, in the language chosen; in English where a code is new to the catalogues. */
export function problemWords(text: Text, { code, message, words = code, values = {} }: Problem): string {
  return text.find(`problem.${words}`, values) ?? message;
}
