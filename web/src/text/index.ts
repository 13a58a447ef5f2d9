export type { Key, Text } from './text.ts';
export { rich, useText } from './use-text.ts';
