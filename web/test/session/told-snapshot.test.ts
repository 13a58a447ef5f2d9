import { describe, expect, test } from 'vitest';
import type { ShareSnapshot } from '../../src/session/snapshot.ts';
import { Hearer, Teller } from '../../src/session/told-snapshot.ts';
import { file, peer, share } from '../ui/snapshots.ts';

/** Between tabs everything is cloned. */
function travel(teller: Teller, hearer: Hearer, snapshot: ShareSnapshot): boolean {
  const told = teller.next(snapshot);
  return told === null || hearer.hear(structuredClone(told));
}

const many = share({ files: Array.from({ length: 1_000 }, (_, index) => file(index)), peers: [peer()] });

describe('a snapshot on its way to another tab', () => {
  test('arrives as it is', () => {
    const [teller, hearer] = [new Teller(), new Hearer()];
    travel(teller, hearer, many);
    expect(hearer.heard).toEqual(many);
  });

  test('is not sent again while nothing changed', () => {
    const teller = new Teller();
    teller.next(many);
    expect(teller.next(many)).toBeNull();
  });

  test('brings only the rows that changed', () => {
    const teller = new Teller();
    teller.next(many);
    const files = [...many.files];
    files[7] = file(7, { progress: 1 });
    expect(teller.next({ ...many, files })?.rows).toEqual([files[7]]);
    expect(teller.next({ ...many, files, downBps: 5 })?.rows).toEqual([]);
  });

  test('leaves rows, peers and problems that did not change the same objects', () => {
    const [teller, hearer] = [new Teller(), new Hearer()];
    const problem = { code: 'piece-lost', message: 'Lost.' };
    travel(teller, hearer, { ...many, problem });
    const before = hearer.heard;
    const files = [...many.files];
    files[7] = file(7, { progress: 1 });
    travel(teller, hearer, { ...many, problem: { ...problem }, files });
    const after = hearer.heard;
    expect(after?.files[7]).toEqual(files[7]);
    expect([after?.files[6] === before?.files[6], after?.peers === before?.peers]).toEqual([true, true]);
    expect(after?.problem).toBe(before?.problem);
    teller.startOver();
    travel(teller, hearer, { ...many, problem, files });
    expect(hearer.heard).toBe(after);
  });

  test('is refused by who missed the beginning, until it comes whole', () => {
    const [teller, hearer] = [new Teller(), new Hearer()];
    teller.next(many);
    expect(travel(teller, hearer, { ...many, downBps: 5 })).toBe(false);
    teller.startOver();
    expect(travel(teller, hearer, { ...many, downBps: 6 })).toBe(true);
    expect(hearer.heard).toEqual({ ...many, downBps: 6 });
  });

  test('of a share whose files are not known yet needs no rows', () => {
    const [teller, hearer] = [new Teller(), new Hearer()];
    teller.next(share());
    expect(travel(teller, hearer, share({ downBps: 5 }))).toBe(true);
    expect(travel(teller, hearer, many)).toBe(true);
    expect(hearer.heard?.files).toHaveLength(1_000);
  });
});
