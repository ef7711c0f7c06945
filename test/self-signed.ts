// A certificate that signs itself, made in memory: no key lies in the repository and no tool is needed.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

// ASN.1 in DER (ITU-T X.690): tag, length, value.
function der(tag: number, ...values: Uint8Array[]): Buffer {
  const value = Buffer.concat(values)
  if (value.length < 0x80) return Buffer.concat([Buffer.from([tag, value.length]), value])
  // The shortest form of the length is the only one that DER allows.
  const length = Buffer.from(value.length.toString(16).padStart(value.length < 0x100 ? 2 : 4, '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, value])
}

const sequence = (...values: Uint8Array[]) => der(0x30, ...values)
const bitString = (value: Uint8Array) => der(0x03, Buffer.from([0]), value)
const utcTime = (date: Date) => {
  const digits = date.toISOString().replace(/\D/g, '')
  return der(0x17, Buffer.from(`${digits.slice(2, 14)}Z`))
}

// RFC 5758 section 3.2: ecdsa-with-SHA256, 1.2.840.10045.4.3.2. RFC 5280 appendix A: id-at-commonName, 2.5.4.3.
const ecdsaWithSha256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')))
const commonName = der(0x06, Buffer.from('550403', 'hex'))
const DAY_MS = 24 * 60 * 60 * 1_000

/** An identity for `tls.createServer`, valid from yesterday until tomorrow, named `name` and vouched for by nobody. */
export function selfSignedCertificate(name: string): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from(name)))))
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)])
  const now = Date.now()
  const certificate = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ecdsaWithSha256,
    subject,
    sequence(utcTime(new Date(now - DAY_MS)), utcTime(new Date(now + DAY_MS))),
    subject,
    publicKey.export({ format: 'der', type: 'spki' }),
  )
  const signature = sign('sha256', certificate, privateKey)
  const whole = sequence(certificate, ecdsaWithSha256, bitString(signature)).toString('base64')
  return {
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${whole}\n-----END CERTIFICATE-----\n`,
  }
}
