import { expect, test } from 'vitest';
import { integer } from '../src/der.ts';

test.each([
  ['7f', '02017f'],
  ['80', '02020080'],
  // A serial number may begin like this; longer than needed, the certificate could not be read.
  ['007f', '02017f'],
  ['000080', '02020080'],
  ['0000', '020100'],
])('the integer %s is written in as few bytes as hold it', (bytes, written) => {
  expect(Buffer.from(integer(Buffer.from(bytes, 'hex'))).toString('hex')).toBe(written);
});
