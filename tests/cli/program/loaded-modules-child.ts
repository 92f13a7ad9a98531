/** Preloaded with `--import`: has a process print the addresses of all modules it loaded, as JSON, once it is over. */
import { writeSync } from 'node:fs'
import { registerHooks } from 'node:module'

const loaded: string[] = []
registerHooks({
  load(url, context, next) {
    loaded.push(url)
    return next(url, context)
  },
})
process.on('exit', () => writeSync(2, `${JSON.stringify(loaded)}\n`))
