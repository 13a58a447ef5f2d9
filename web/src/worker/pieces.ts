/**
 * The entry of the pieces worker.
 */
import { expose } from 'comlink';
import { createPiecesWorker } from './pieces-worker.ts';

expose(createPiecesWorker());
