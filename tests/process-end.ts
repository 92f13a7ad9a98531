import { type Environment, builtinEnvironments } from 'vitest/runtime'

const key = Symbol.for('vigie.tests.closeAtEnd')
/** On the global object, for Vitest loads the environment apart from what tests import. */
const registry = globalThis as { [key]?: Set<() => Promise<unknown>> }

/** Close something when this test process ends, which may run many test files before that. */
export const closeAtProcessEnd = (close: () => Promise<unknown>): void => {
  registry[key] ??= new Set()
  registry[key].add(close)
}

/** Node as tests see it usually; ends what they share in a process (`vitest.config.ts`). */
const environment: Environment = {
  ...builtinEnvironments.node,
  name: 'shared-process',
  async setup(global, options) {
    const { teardown } = await builtinEnvironments.node.setup(global, options)
    return {
      async teardown() {
        await Promise.all([...(registry[key] ?? [])].map((close) => close()))
        await teardown(global)
      },
    }
  },
}
export default environment
