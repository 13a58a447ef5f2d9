/** What of a file a request asks for (RFC 9110, section 14). Positions count bytes from 0; `last` is one of them. */
export type AskedRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly first: number; readonly last: number }
  | { readonly kind: 'unsatisfiable' };

const WHOLE: AskedRange = { kind: 'whole' };
const UNSATISFIABLE: AskedRange = { kind: 'unsatisfiable' };

/**
 * A header that makes no sense is ignored, as the RFC has it; so is one with several ranges, which a server need not
 * honour and no player sends.
 *
 * @param header of the request: `Range`, or `null`
 * @param length of the file, bytes
 */
export function parseRange(header: string | null, length: number): AskedRange {
  const [, list = ''] = /^\s*bytes\s*=(.*)$/i.exec(header ?? '') ?? [];
  const specs = list.split(',').filter((spec) => spec.trim() !== '');
  const parts = specs.length === 1 ? /^\s*(\d*)\s*-\s*(\d*)\s*$/.exec(specs[0] ?? '') : null;
  const [, first = '', last = ''] = parts ?? [];
  if (first === '' && last === '') return WHOLE;
  if (first === '') return suffix(Number(last), length);
  if (last !== '' && Number(last) < Number(first)) return WHOLE;
  if (Number(first) >= length) return UNSATISFIABLE;
  const end = last === '' ? length - 1 : Math.min(Number(last), length - 1);
  return { kind: 'part', first: Number(first), last: end };
}

function suffix(count: number, length: number): AskedRange {
  if (count === 0) return UNSATISFIABLE;
  // Of nothing there is no part.
  return length === 0 ? WHOLE : { kind: 'part', first: Math.max(0, length - count), last: length - 1 };
}

/**
 * The same for a request that may have asked on a condition (section 13.1.5).
 *
 * @param etag of the file as it is, a strong one
 */
export function rangeOf(headers: Headers, etag: string, length: number): AskedRange {
  const condition = headers.get('If-Range');
  if (condition !== null && condition !== etag) return WHOLE;
  return parseRange(headers.get('Range'), length);
}
