import { describe, expect, test } from 'vitest';
import { Driver, have } from './driver.ts';

describe('availability', () => {
  test('is unknown before the metadata', () => {
    expect(new Driver({ newcomer: true }).swarm.availability()).toBeNull();
  });

  test('counts us and whoever is ready: the rarest piece, and how many are there more often', () => {
    const driver = new Driver({ pieces: 10, have: [0, 1] });
    expect(driver.swarm.availability()).toEqual({ copies: 0.2, unheld: 8 });
    driver.meets(1, 'whole', { has: 'all' });
    expect(driver.swarm.availability()).toEqual({ copies: 1.2, unheld: 0 });
    driver.meets(2, 'some', { has: [0, 5, 6] });
    expect(driver.swarm.availability()).toEqual({ copies: 1.4, unheld: 0 });
    driver.hears(2, have(7));
    expect(driver.swarm.availability()?.copies).toBe(1.5);
    driver.event({ type: 'link-closed', link: 1 });
    expect(driver.swarm.availability()).toEqual({ copies: 0.5, unheld: 5 });
  });
});

describe('holders', () => {
  test('of some pieces are those who hold any of them, with how many', () => {
    const driver = new Driver({ pieces: 4 });
    driver.meets(1, 'whole', { has: 'all' });
    driver.meets(2, 'some', { has: [1, 3] });
    driver.meets(3, 'none', { has: 'none' });
    expect(driver.swarm.holders(1, 3)).toEqual([
      { id: 'whole', count: 2 },
      { id: 'some', count: 1 },
    ]);
    expect(driver.swarm.holders(0, 1)).toEqual([{ id: 'whole', count: 1 }]);
  });
});
