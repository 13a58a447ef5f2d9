export { Bitfield } from './bitfield.ts';
