import { expect, test } from '@jest/globals';

import { packBytes, unpackBytes } from '../../../../js/core/packed-bytes.js';

/** As many zeros as WebAssembly has, and every byte there is. */
const skewed = Uint8Array.from({ length: 5000 }, (_, n) => (n % 3 === 0 ? n : 0));

test.each([
  ['nothing', new Uint8Array()],
  ['one byte', Uint8Array.of(255)],
  ['every byte', Uint8Array.from({ length: 256 }, (_, n) => n)],
  ['bytes of uneven frequency', skewed],
])('%s comes back as it was', (_, bytes) => {
  expect([...unpackBytes(packBytes(bytes))]).toEqual([...bytes]);
});

test('a text needs no escape in any literal, and hardly more room than the bytes', () => {
  const text = packBytes(skewed);
  expect(text).toMatch(/^[ -~]+$/);
  expect(text).not.toMatch(/["'`$\\]/);
  expect(text.length).toBeLessThan(1.3 * skewed.length);
});
