import { networkInterfaces } from 'node:os';

/**
 * Of this machine in its network, where there is one: browsers hold back from plain http there what they give to
 * localhost.
 */
export const address = Object.values(networkInterfaces())
  .flatMap((found) => found ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
