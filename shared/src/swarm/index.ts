export * from './dialer.ts';
export { Swarm } from './swarm.ts';
export * from './types.ts';
