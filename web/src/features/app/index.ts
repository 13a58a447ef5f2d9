export { mountApp } from './mount.tsx';
