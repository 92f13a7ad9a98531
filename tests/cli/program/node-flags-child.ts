/** Prints the flags Node was started with, for a look at what `run.mjs` gives. */
process.stdout.write(JSON.stringify(process.execArgv))
