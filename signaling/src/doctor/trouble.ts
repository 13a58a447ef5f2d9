/** Why something could not be reached: Node's and OpenSSL's codes, `timeout` and `nonsense`, and what they mean. */
export class Trouble extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Of whatever was thrown by sockets and requests. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof Trouble) return error;
  // Several addresses were tried: they mostly fail alike, and the first says how.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const code = first instanceof Error && 'code' in first ? String(first.code) : '';
  return new Trouble(code === '' ? String(first instanceof Error ? first.message : first) : code);
}

const WORDS: Readonly<Record<string, string>> = {
  timeout: 'there was no answer in time',
  nonsense: 'what answered speaks another protocol',
  ENOTFOUND: 'its name does not resolve',
  EAI_AGAIN: 'its name could not be resolved just now',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'no way leads to its address',
  ENETUNREACH: 'no way leads to its network',
  ETIMEDOUT: 'there was no answer in time',
  EPROTO: 'what answered speaks no TLS',
  ERR_SSL_WRONG_VERSION_NUMBER: 'what answered speaks no TLS',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by nobody but itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate comes from an authority that browsers do not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the intermediate certificate is missing (serve the full chain)',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate comes from an authority that browsers do not know',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
};

/** In words that fit after a colon. */
export function inWords(code: string): string {
  return WORDS[code] ?? code;
}

/** What `work` gives, unless it takes longer. */
export async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Trouble('timeout')), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
