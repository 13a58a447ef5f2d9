export type { AppDeps } from './commands.ts';
export { createView } from './mount.tsx';
