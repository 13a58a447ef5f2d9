import { createElement, Fragment, type ReactNode, useSyncExternalStore } from 'react';
import { currentText, missingLanguage, onTextChange } from './language.ts';
import type { Key, RichValues, Text } from './text.ts';

/** What the app says, in the language it speaks now; a render whenever that changes. */
export function useText(): Text {
  return useSyncExternalStore(onTextChange, currentText, currentText);
}

/** Whether the language chosen last could not be fetched. */
export function useIsLanguageMissing(): boolean {
  return useSyncExternalStore(onTextChange, missingLanguage, missingLanguage) !== null;
}

type Tag = (children: ReactNode) => ReactNode;
type Taken<T> = { readonly [N in keyof T]: T[N] extends (...args: never) => unknown ? Tag : T[N] };
type Values<V extends readonly unknown[]> = V extends readonly [infer T] ? readonly [values: Taken<T>] : V;

/**
 * A sentence with elements in it: what stands between the tags of a message goes to the function of that name.
 * `rich(text, 'home.headline', { accent: (children) => <b>{children}</b> })`.
 */
export function rich<K extends Key>(
  text: Text,
  key: K,
  ...values: Values<RichValues<K, ReactNode>>
): ReactNode {
  const [given = {}] = values as readonly [Readonly<Record<string, unknown>>?];
  const taken = Object.entries(given).map(([name, value]) => [
    name,
    typeof value === 'function' ? (parts: readonly ReactNode[]) => value(together(parts)) : value,
  ]);
  return together(text.parts(key, ...([Object.fromEntries(taken)] as unknown as RichValues<K, ReactNode>)));
}

/** Without keys: they stay where they are. */
function together(parts: readonly ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...parts);
}
