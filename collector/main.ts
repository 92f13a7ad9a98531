import { main } from './cli/program/program.ts'

process.exitCode = await main(process.argv.slice(2))
