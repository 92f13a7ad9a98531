/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A text with its variables filled in. */
export type Interpolation = {
  readonly text: string
  /** What was really taken from the environment; defaults written in the file are not. */
  readonly variables: readonly { readonly name: string; readonly value: string }[]
  /** What is wrong with its references, each with what to write. */
  readonly problems: readonly { readonly issue: string; readonly advice: string }[]
}

const reference = /\$\$\{|\$\{([^}]*)(\}?)/g
const referenceForm = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s

/**
 * Fills in `${NAME}` and `${NAME:-default}`; `$${` stands for the characters `${`. An empty variable counts as not
 * set, as in a shell. What comes out is one scalar and is never read as YAML, nor filled in again.
 */
export function interpolate(text: string, environment: Environment): Interpolation {
  const variables: { name: string; value: string }[] = []
  const problems: { issue: string; advice: string }[] = []
  const filled = text.replaceAll(reference, (whole, inside: string | undefined, end: string | undefined) => {
    if (inside === undefined) return '${'
    const match = referenceForm.exec(inside)
    if (end === '' || match === null) {
      const shown = JSON.stringify(whole.slice(0, 60))
      problems.push({
        issue: `${shown} is not a reference to a variable`,
        advice: 'Write ${NAME}, ${NAME:-default}, or $${ for the characters ${ themselves',
      })
      return ''
    }
    const [, name = '', fallback] = match
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined
    if (value !== undefined && value !== '') {
      variables.push({ name, value })
      return value
    }
    if (fallback !== undefined) return fallback
    problems.push({
      issue: `the environment variable ${name} is not set`,
      advice: `Set it, or write \${${name}:-default}`,
    })
    return ''
  })
  return { text: filled, variables, problems }
}
