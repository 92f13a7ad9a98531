/** Run before the package is packed: it is installed with its templates compiled and its program bundled. */
import { join } from 'node:path'
import { isBuildStale } from '../../publishing/templates/build-hash.ts'
import { compileTemplates } from '../../publishing/templates/compile-templates.ts'
import { bundleProgram } from './bundle-program.ts'

const root = join(import.meta.dirname, '../../..')
if (await isBuildStale(root)) await compileTemplates(root, (line) => process.stderr.write(`${line}\n`))
await bundleProgram(root)
