import { join } from 'node:path'
import { bundleProgram } from '../../collector/app/program/bundle-program.ts'
import { bundledEntry } from '../../collector/app/program/bundled-entry.mjs'

const root = join(import.meta.dirname, '../..')
await bundleProgram(root)

/** What processes of the tests run: the program as commands of its users run it, bundled from the sources as they are. */
export const programEntry: string = bundledEntry(root) ?? join(root, 'collector/main.ts')
