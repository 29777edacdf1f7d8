import { generate } from 'selfsigned';

export interface Certificate {
  /** PEM. */
  key: string;
  cert: string;
}

/** A certificate for names and addresses, signed by itself: who is to believe it takes `cert` as an authority. */
export async function certificateFor(...names: string[]): Promise<Certificate> {
  const altNames = names.map((name) =>
    /^[\d.]+$/.test(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
  );
  const made = await generate([{ name: 'commonName', value: names[0]! }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { key: made.private, cert: made.cert };
}
