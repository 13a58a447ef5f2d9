export { newlyComplete, newlySaved } from './news.ts';
export { type AppStore, createAppStore } from './store.ts';
