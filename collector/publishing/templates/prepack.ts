/** Run before the package is packed: it is installed with its templates compiled, so that no Astro runs there. */
import { join } from 'node:path'
import { compileTemplates } from './compile-templates.ts'
import { isBuildStale } from './build-hash.ts'

const root = join(import.meta.dirname, '../../..')
if (await isBuildStale(root)) await compileTemplates(root, (line) => process.stderr.write(`${line}\n`))
