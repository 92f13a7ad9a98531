/** A process of its own, so that the memory of the bundler goes with it: `node collector/app/program/bundle.ts`. */
import { join } from 'node:path'
import { bundleProgram } from './bundle-program.ts'

await bundleProgram(join(import.meta.dirname, '../../..'))
