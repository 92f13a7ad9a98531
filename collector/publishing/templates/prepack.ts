/** Run before the package is packed: it is installed with its templates compiled, so that no Astro runs there. */
import { join } from 'node:path'
import { compileTemplates } from './compile-templates.ts'
import { isStale } from './build-hash.ts'

const root = join(import.meta.dirname, '../../..')
if (await isStale(root)) await compileTemplates(root, (line) => process.stderr.write(`${line}\n`))
