export { mountApp } from './mount.tsx';
export { routeOf } from './route.ts';
