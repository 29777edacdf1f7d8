/** Who is speaking, in the formats that ask for it; a test holds the version against the workspace's. */
export const product = { vendor: 'Tillwatch', name: 'Tillwatch', version: '0.1.0' } as const;
