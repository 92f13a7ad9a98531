import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Certificate and key, PEM. */
export type CertificatePair = { readonly cert: string; readonly key: string }

/** An instant as openssl wants it. */
const opensslTime = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`

/**
 * A certificate authority and the certificates it signs, made with the openssl program; null where there is none.
 * `days` may be negative for one that has expired.
 */
export function certificateAuthority(): {
  ca: string
  sign: (names: string, days: number) => CertificatePair
  /** Signed by an intermediate authority, which is sent along and has these days left. */
  signBelow: (names: string, days: number, intermediateDays: number) => CertificatePair
  close: () => void
} | null {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-certificates-'))
  const file = (name: string): string => join(folder, name)
  const openssl = (...args: string[]): void =>
    void execFileSync('openssl', args, { stdio: 'pipe', cwd: folder })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  try {
    openssl(
      'req',
      '-x509',
      ...key,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-days',
      '30',
      '-subj',
      '/CN=Test CA',
    )
  } catch {
    rmSync(folder, { recursive: true })
    return null
  }
  let signedCount = 0
  return {
    ca: readFileSync(file('ca.pem'), 'utf8'),
    close: () => rmSync(folder, { recursive: true }),
    signBelow(names, days, intermediateDays) {
      const extension = (owner: string, text: string): string => {
        writeFileSync(file(`${owner}.ext`), text)
        return `${owner}.ext`
      }
      const issue = (owner: string, issuer: string, left: number, extensions: string): void => {
        openssl('req', ...key, '-keyout', `${owner}.key`, '-out', `${owner}.csr`, '-subj', `/CN=${owner}`)
        const authority = ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial']
        const files = ['-in', `${owner}.csr`, '-out', `${owner}.pem`, '-extfile', extensions]
        openssl('x509', '-req', ...files, ...authority, '-days', String(left))
      }
      const intermediate = extension('intermediate', 'basicConstraints=critical,CA:TRUE\n')
      issue('intermediate', 'ca', intermediateDays, intermediate)
      issue('below', 'intermediate', days, extension('below', `subjectAltName=${names}\n`))
      const read = (name: string): string => readFileSync(file(name), 'utf8')
      return { cert: read('below.pem') + read('intermediate.pem'), key: read('below.key') }
    },
    sign(names, days) {
      const name = `leaf${signedCount++}`
      openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', '/CN=test')
      writeFileSync(file(`${name}.ext`), `subjectAltName=${names}\n`)
      const now = Date.now()
      const config = `[ca]\ndefault_ca=me\n[me]\ndatabase=index\nnew_certs_dir=.\nserial=serial\ndefault_md=sha256\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n`
      writeFileSync(file('ca.cnf'), config)
      if (signedCount === 1) {
        writeFileSync(file('index'), '')
        writeFileSync(file('serial'), '01')
      }
      const from = opensslTime(Math.min(now, now + days * 86_400_000) - 86_400_000)
      const until = opensslTime(now + days * 86_400_000)
      const signing = '-batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key'.split(' ')
      const files = ['-in', `${name}.csr`, '-out', `${name}.pem`, '-extfile', `${name}.ext`]
      openssl('ca', ...signing, ...files, '-startdate', from, '-enddate', until)
      return {
        cert: readFileSync(file(`${name}.pem`), 'utf8'),
        key: readFileSync(file(`${name}.key`), 'utf8'),
      }
    },
  }
}
