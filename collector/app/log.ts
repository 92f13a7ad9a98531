import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

export type Log = Logger

/**
 * The log: for people on a terminal, JSON lines otherwise, always on standard error. Whatever it is handed, the secrets
 * of the configuration do not come out.
 *
 * @param secrets known when the configuration has been read; the array may be filled later
 */
export function openLog(interactive: boolean, secrets: readonly string[], level = 'info'): Log {
  const target = interactive
    ? pretty({
        destination: 2,
        sync: true,
        translateTime: 'SYS:HH:MM:ss',
        ignore: 'pid,hostname',
        singleLine: true,
      })
    : pino.destination({ fd: 2, sync: true })
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    {
      write(line: string) {
        let safe = line
        // As JSON writes it, too: a secret with a quote in it is escaped in the line.
        for (const secret of secrets)
          safe = safe.replaceAll(secret, '***').replaceAll(JSON.stringify(secret).slice(1, -1), '***')
        target.write(safe)
      },
    },
  )
}
