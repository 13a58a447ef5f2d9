export { type AppStore, createAppStore } from './store.ts';
