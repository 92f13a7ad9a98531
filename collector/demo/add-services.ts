import type { Config } from '../core/config/config.ts'
import { startServices } from './services/index.ts'

/**
 * Do something while the stand-in services run. Where a collector already runs them their ports are taken, and they are
 * used as they are.
 */
export async function withServices<T>(config: Config, task: () => Promise<T>): Promise<T> {
  const services = config.demo ? await startServices(config.demo.services, Date.now).catch(() => null) : null
  try {
    return await task()
  } finally {
    await services?.close()
  }
}
