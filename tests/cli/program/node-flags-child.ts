import { env, execArgv, stdout } from 'node:process'

/** Prints the flags Node was started with, for a look at what `run.mjs` gives; or a variable of its environment. */
const variable = env['VIGIE_TEST_PRINT']
stdout.write(JSON.stringify(variable === undefined ? execArgv : (env[variable] ?? null)))
