export { LANGUAGES } from './language.ts';
export type { Key, Text } from './text.ts';
export { rich, useIsLanguageMissing, useText } from './use-text.ts';
