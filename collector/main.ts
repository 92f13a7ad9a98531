import { main } from './cli/program/program.ts'

// The reader of the output may stop reading (`| head`): that is no failure, and nobody would read a message about it.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })

process.exitCode = await main(process.argv.slice(2), {
  env: process.env,
  writeOut: (text) => void process.stdout.write(text),
  writeErr: (text) => void process.stderr.write(text),
  interactive: process.stderr.isTTY,
  // Everything that was acknowledged is on disk: what was left open must not keep the process.
  onFailure: () => void setTimeout(() => process.exit(), 1_000).unref(),
})
