/**
 * The entry of the pieces worker.
 */
import { answerCalls, type CallPort } from './calls.ts';
import { createPiecesWorker } from './pieces-worker.ts';

answerCalls(globalThis as unknown as CallPort, createPiecesWorker());
