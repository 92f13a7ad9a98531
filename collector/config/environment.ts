/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A text with its variables filled in. */
export type Interpolated = {
  readonly text: string
  /** What was really taken from the environment; defaults written in the file are not. */
  readonly taken: readonly { readonly name: string; readonly value: string }[]
  /** What is wrong with its references, each with what to write. */
  readonly wrong: readonly { readonly wrong: string; readonly write: string }[]
}

const reference = /\$\$\{|\$\{([^}]*)(\}?)/g
const form = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s

/**
 * Fills in `${NAME}` and `${NAME:-default}`; `$${` stands for the characters `${`. An empty variable counts as not
 * set, as in a shell. What comes out is one scalar and is never read as YAML, nor filled in again.
 */
export function interpolate(text: string, environment: Environment): Interpolated {
  const taken: { name: string; value: string }[] = []
  const wrong: { wrong: string; write: string }[] = []
  const filled = text.replaceAll(reference, (whole, inside: string | undefined, end: string | undefined) => {
    if (inside === undefined) return '${'
    const parts = form.exec(inside)
    if (end === '' || parts === null) {
      const shown = JSON.stringify(whole.slice(0, 60))
      wrong.push({
        wrong: `${shown} is not a reference to a variable`,
        write: 'Write ${NAME}, ${NAME:-default}, or $${ for the characters ${ themselves',
      })
      return ''
    }
    const [, name = '', fallback] = parts
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined
    if (value !== undefined && value !== '') {
      taken.push({ name, value })
      return value
    }
    if (fallback !== undefined) return fallback
    wrong.push({
      wrong: `the environment variable ${name} is not set`,
      write: `Set it, or write \${${name}:-default}`,
    })
    return ''
  })
  return { text: filled, taken, wrong }
}
