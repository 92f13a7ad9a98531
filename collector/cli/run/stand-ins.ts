import { isDeepStrictEqual } from 'node:util'
import type { Log } from '../../app/log.ts'
import { CliError } from '../../app/errors.ts'
import type { Config } from '../../core/config/config.ts'
import { type BorrowedPorts, withBorrowedPorts } from '../../demo/borrowed-ports.ts'
import { startServices } from '../../demo/services/index.ts'

/** The stand-in services of the `demo:` section, as long as the collector runs. */
export type StandIns = {
  /**
   * Start those of a configuration in place of others. Resolves to the configuration that asks them where they stand.
   * @throws CliError when one cannot be started
   */
  startFor(config: Config): Promise<Config>
  close(): Promise<void>
}

/** None runs before `startFor`. */
export function createStandIns(log: Log): StandIns {
  let demo: Config['demo'] = null
  let borrowedPorts: BorrowedPorts = new Map()
  let close = (): Promise<void> => Promise.resolve()

  async function start(wanted: NonNullable<Config['demo']>): Promise<void> {
    const services = await startServices(wanted.services, Date.now, 'borrow').catch((error: unknown) => {
      throw new CliError(
        `the stand-in services of the demo: section cannot start: ${(error as Error).message}`,
      )
    })
    demo = wanted
    close = services.close
    borrowedPorts = services.borrowedPorts
    if (borrowedPorts.size > 0)
      log.info(
        `stand-in services use other ports, since theirs are taken: ${[...borrowedPorts].map(([port, borrowed]) => `${borrowed} for ${port}`).join(', ')}`,
      )
  }

  async function closeAll(): Promise<void> {
    const closing = close
    demo = null
    borrowedPorts = new Map()
    close = () => Promise.resolve()
    await closing()
  }
  return {
    async startFor(config) {
      if (!isDeepStrictEqual(config.demo, demo)) {
        await closeAll()
        if (config.demo) await start(config.demo)
      }
      return withBorrowedPorts(config, borrowedPorts)
    },
    close: closeAll,
  }
}
