import type { PageInputs } from './page-kind.ts'

/** A value that is computed when it is first asked for. */
export function lazily<T>(compute: () => T): () => T {
  let computed: { readonly value: T } | null = null
  return () => (computed ??= { value: compute() }).value
}

/**
 * The inputs of a page whose keys are computed when somebody compares them: most publications look at one of the three.
 * What several pages share is passed through `lazily` by the caller.
 */
export function lazyInputs(
  place: string,
  keys: {
    readonly fingerprint: () => string
    readonly deferrableKey?: () => string
    readonly hourlyKey?: (() => string) | undefined
  },
): PageInputs {
  const inputs: { place: string; fingerprint: string; deferrableKey?: string; hourlyKey?: string } = {
    place,
    get fingerprint() {
      return keys.fingerprint()
    },
  }
  for (const name of ['deferrableKey', 'hourlyKey'] as const) {
    const compute = keys[name]
    if (compute) Object.defineProperty(inputs, name, { get: compute, enumerable: true })
  }
  return inputs
}
