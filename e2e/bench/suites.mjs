// What is measured, on which file and by whom. Each suite's contestants take turns within one run.
import { rm } from 'node:fs/promises';
import { whyNoLab } from '../nat-lab/network.ts';
import { pathProblem } from '../nat-lab/path/emulated-path.mjs';
import { openBare } from './bare-link.mjs';
import * as channel from './channel.mjs';
import { GIB, MIB } from './fixtures.mjs';
import { crowdOfChannels, crowdOfFlockdrop, crowdOfWebTorrent } from './flash.mjs';
import * as flockdrop from './flockdrop.mjs';
import { transferUnseen } from './hidden.mjs';
import { farApart, PATHS } from './long-path.mjs';
import { memory } from './memory.mjs';
import { openInFlockdrop, openInWebTorrent } from './open.mjs';
import { pageWithCrowd } from './page.mjs';
import { profile } from './profile.mjs';
import { NETWORKS } from './reach.mjs';
import { fromSeeds } from './seeds.mjs';
import { smooth } from './smooth.mjs';
import * as webtorrent from './webtorrent.mjs';

/** @typedef {Record<string, (file: string) => Promise<import('./report.mjs').Sample>>} Contestants */
/** @typedef {{ length: number, contestants: Contestants, problem?: () => string | null }} Plan `length`: of the file, bytes.
 * `problem`: why it cannot be measured here */

export const CONTESTANTS = ['channel', 'windowed', 'webtorrent', 'flockdrop'];

export const SUITES = [
  'transfer',
  'transfer-1g',
  'hash',
  'open',
  'flash',
  'seeds',
  'smooth',
  'hidden',
  'page',
  'memory',
  'profile',
  ...Object.keys(NETWORKS),
  'reach-throughput',
  ...Object.keys(PATHS),
];

/** Names for several suites. @type {Readonly<Record<string, readonly string[]>>} */
export const GROUPS = { reach: SUITES.filter((name) => name.startsWith('reach-') || name in PATHS) };

/**
 * @param {{
 *   browser: import('@playwright/test').Browser,
 *   executablePath: string,
 *   where: { pages: string, tracker: string, app: string },
 *   fixtures: import('./fixtures.mjs').Fixtures,
 *   reach: import('./reach.mjs').ReachLab,
 * }} bench
 * @returns {Record<string, Plan>} by the names of `SUITES`. A contestant with a suffix, as `flockdrop-two`, is one more
 *   way of the same program
 */
export function plansOf({ browser, executablePath, where, fixtures, reach }) {
  /** @param {number} length @returns {Contestants} */
  const pairs = (length) => ({
    channel: (file) => channel.transfer(browser, { ...where, file, length }),
    webtorrent: (file) => webtorrent.transfer(browser, { ...where, file }),
    flockdrop: (file) => flockdrop.transfer(browser, { ...where, file }),
  });
  /** @param {number} length @param {import('./long-path.mjs').Conditions} path @returns {Contestants} */
  const farPairs = (length, path) => ({
    channel: (file) =>
      farApart(executablePath, path, (far, { pages }) => channel.transfer(far, { pages, file, length })),
    webtorrent: (file) =>
      farApart(executablePath, path, (far, there) => webtorrent.transfer(far, { ...there, file })),
    flockdrop: (file) =>
      farApart(executablePath, path, (far, { app }) => flockdrop.transfer(far, { app, file })),
  });
  const farLength = 30 * MIB;
  const longPaths = Object.entries(PATHS).map(([name, path]) => [
    name,
    { length: farLength, contestants: farPairs(farLength, path), problem: noPath },
  ]);
  const links = Object.entries(NETWORKS).map(([name, network]) => [
    name,
    {
      length: MIB,
      problem: noLab,
      contestants: {
        channel: (file) =>
          reach.between(network, (tabs, there) => openBare(tabs, { ...there, file, length: MIB })),
        webtorrent: (file) =>
          reach.between(network, (tabs, there) => openInWebTorrent(tabs, { ...there, file })),
        flockdrop: (file) => reach.between(network, (tabs, { app }) => openInFlockdrop(tabs, { app, file })),
      },
    },
  ]);
  /** @param {boolean} isHidden @returns {Contestants[string]} */
  const unseen = (isHidden) => async (file) =>
    transferUnseen(executablePath, {
      ...where,
      file,
      profiles: [await fixtures.folder(), await fixtures.folder()],
      isHidden,
    });
  const length = 100 * MIB;
  return {
    ...Object.fromEntries(links),
    'reach-throughput': {
      length,
      problem: noLab,
      contestants: {
        channel: (file) =>
          reach.between(NETWORKS['reach-relay'], (tabs, { pages, iceServers }) =>
            channel.transfer(tabs, {
              pages,
              file,
              length,
              rtc: { iceServers, iceTransportPolicy: 'relay' },
            }),
          ),
        flockdrop: (file) =>
          reach.between(NETWORKS['reach-relay'], (tabs, { app }) => flockdrop.transfer(tabs, { app, file })),
      },
    },
    ...Object.fromEntries(longPaths),
    transfer: {
      length,
      contestants: {
        ...pairs(length),
        windowed: (file) =>
          channel.transfer(browser, { ...where, file, length, window: channel.WINDOW_BYTES }),
      },
    },
    'transfer-1g': { length: GIB, contestants: pairs(GIB) },
    hash: {
      length: GIB,
      contestants: {
        webtorrent: (file) => webtorrent.hash(browser, { ...where, file }),
        flockdrop: (file) => flockdrop.hash(browser, { ...where, file }),
      },
    },
    open: {
      length: MIB,
      contestants: {
        channel: (file) => openBare(browser, { ...where, file, length: MIB }),
        webtorrent: (file) => openInWebTorrent(browser, { ...where, file }),
        flockdrop: (file) => openInFlockdrop(browser, { ...where, file }),
      },
    },
    flash: {
      length: 20 * MIB,
      contestants: {
        windowed: () => crowdOfChannels(browser, { ...where, length: 20 * MIB }),
        webtorrent: (file) => crowdOfWebTorrent(browser, { ...where, file }),
        flockdrop: (file) => crowdOfFlockdrop(browser, { ...where, file }),
      },
    },
    seeds: {
      length,
      contestants: {
        flockdrop: (file) => fromSeeds(browser, { ...where, file, seeds: 1 }),
        'flockdrop-two': (file) => fromSeeds(browser, { ...where, file, seeds: 2 }),
      },
    },
    smooth: {
      length: 300 * MIB,
      contestants: { flockdrop: (file) => smooth(browser, { ...where, file }) },
    },
    hidden: {
      length,
      contestants: { flockdrop: unseen(false), 'flockdrop-hidden': unseen(true) },
    },
    page: {
      // A trace of twice as much comes near what a string of Node's can hold: 60 MiB made 70 to 86 MB of it.
      length: 150 * MIB,
      contestants: {
        flockdrop: (file) => pageWithCrowd(browser, { ...where, file }),
        'flockdrop-visible': unseen(false),
        'flockdrop-hidden': unseen(true),
      },
    },
    memory: {
      length: 2 * GIB,
      contestants: {
        async flockdrop(file) {
          const profiles = [await fixtures.folder(), await fixtures.folder()];
          try {
            return await memory(executablePath, { ...where, file, profiles });
          } finally {
            await Promise.all(profiles.map((folder) => rm(folder, { recursive: true, force: true })));
          }
        },
      },
    },
    profile: {
      length,
      contestants: {
        channel: (file) =>
          profile(browser, (watch) => channel.transfer(browser, { ...where, file, length, watch })),
        flockdrop: (file) =>
          profile(browser, (watch) => flockdrop.transfer(browser, { ...where, file, watch })),
      },
    },
  };
}

const noLab = () => told('no NAT lab', whyNoLab());
const noPath = () => told('no emulated path', pathProblem());

/** @param {string} what @param {string | null} why */
const told = (what, why) => (why === null ? null : `${what}: ${why}`);
