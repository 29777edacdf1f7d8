import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

/** A key and a certificate it signs itself, both PEM, valid for this host for a day. Node can read certificates, not make them. */
export function selfSigned(host: string): { key: string; certificate: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(oid('55 04 03'), tagged(0x0c, Buffer.from(host))))); // CN
  const algorithm = sequence(oid('2a 86 48 ce 3d 04 03 02')); // ecdsa-with-SHA256
  const subjectAltName = sequence(oid('55 1d 11'), tagged(0x04, sequence(tagged(0x82, Buffer.from(host)))));
  const basicConstraints = sequence(oid('55 1d 13'), tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff]))))); // CA
  const certificate = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))), // version 3
    tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])), // serial number, positive
    algorithm,
    name,
    sequence(time(Date.now() - 3_600_000), time(Date.now() + 86_400_000)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(subjectAltName, basicConstraints)),
  );
  const signature = createSign('sha256').update(certificate).sign(privateKey);
  const der = sequence(certificate, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...items: Buffer[]): Buffer => tagged(0x30, Buffer.concat(items));
const set = (...items: Buffer[]): Buffer => tagged(0x31, Buffer.concat(items));
const oid = (hex: string): Buffer => tagged(0x06, Buffer.from(hex.replaceAll(' ', ''), 'hex'));

/** UTCTime: two digits of the year, which are of this century until 2049. */
function time(ms: number): Buffer {
  const text = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');
  return tagged(0x17, Buffer.from(text.slice(2)));
}
