export * from './dialer.ts';
export { Swarm } from './swarm.ts';
export { TokenBucket } from './token-bucket.ts';
export * from './types.ts';
