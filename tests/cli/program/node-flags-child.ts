/** Prints the flags Node was started with, for a look at what `run.mjs` gives; with VIGIE_TEST_PRINT, that variable of the environment instead. */
const name = process.env['VIGIE_TEST_PRINT']
process.stdout.write(JSON.stringify(name === undefined ? process.execArgv : (process.env[name] ?? null)))
