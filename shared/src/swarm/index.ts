export * from './dialer.ts';
export * from './lane-policy.ts';
export type { PieceState } from './ledger.ts';
export { NORMAL_PRIORITY, type Priority, piecePriorities } from './priorities.ts';
export { SendWindow } from './send-window.ts';
export { Swarm } from './swarm.ts';
export { TabBudget } from './tab-budget.ts';
export { TokenBucket } from './token-bucket.ts';
export * from './types.ts';
