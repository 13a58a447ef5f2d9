export { newlyComplete, newlySaved } from './news.ts';
export type { Arrival, Shell, ShellCommands } from './shell.ts';
export { type AppStore, createAppStore } from './store.ts';
