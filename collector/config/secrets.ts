import { decodeUserinfo } from '../core/text/decode-userinfo.ts'
import type { ConfigPath } from './problem.ts'
import type { ConfigTree } from './yaml/yaml-tree.ts'

const secretKeys = new Set(['token', 'secret', 'webhook', 'smtp', 'account', 'routing_key', 'password'])
// Words that are no secret elsewhere in the file. Everybody who knows a topic of ntfy can read and write in it.
const channelSecretKeys = new Set(['key', 'user', 'topic'])
const secretHeader = /auth|cookie|token|key|secret|password/i
const secretName = /TOKEN|SECRET|KEY|PASS|PWD|CREDENTIAL|WEBHOOK|SMTP/i

const inHeaders = (path: ConfigPath): boolean => path.at(-2) === 'headers'

/** Is a literal at this path a secret by its place alone? */
export function isSecretPath(path: ConfigPath): boolean {
  const last = path.at(-1)
  if (typeof last !== 'string') return false
  if (path.length === 3 && path[0] === 'channels' && channelSecretKeys.has(last)) return true
  return inHeaders(path) ? secretHeader.test(last) : secretKeys.has(last)
}

/** The same address with `user:password@` struck out, for messages. */
export const redactUserinfo = (text: string): string => text.replaceAll(/(\/\/)[^/\s@]*@/g, '$1…@')

/** What must be hidden of an address: its password (as written and decoded), or the user where that is all. */
export function userinfoSecrets(text: string): string[] {
  const parsed = URL.parse(text)
  if (parsed === null) return []
  const hidden = parsed.password === '' ? parsed.username : parsed.password
  return [hidden, decodeUserinfo(hidden)]
}

/** A value of the environment is a secret where it stands, unless it only says where something is. */
function isSecretVariable(path: ConfigPath, name: string, value: string, fullValue: string): boolean {
  if (secretName.test(name) || inHeaders(path) || isSecretPath(path)) return true
  const last = path.at(-1)
  if (last === 'body' || last === 'send') return true
  if (last !== 'url' && last !== 'base_url') return false
  const parsed = URL.parse(fullValue)
  const guarded = parsed === null ? '' : `${parsed.username} ${parsed.password} ${parsed.search}`
  return !value.includes('://') && (guarded.includes(value) || guarded.includes(encodeURIComponent(value)))
}

const valueAt = (value: unknown, path: ConfigPath): unknown =>
  path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | null)?.[step], value)

/**
 * Every value that logs and errors must hide: what the environment gave to secret places, literals in them, and
 * passwords in addresses. Longest first, so that hiding one never leaves the rest of another. Shorter than four
 * characters is left out: hiding `a` would hide everything.
 */
export function collectSecrets(tree: ConfigTree): string[] {
  const found = new Set<string>()
  for (const [key, position] of tree.positions) {
    if (position.source === null) continue
    const path = JSON.parse(key) as ConfigPath
    const value = valueAt(tree.value, path)
    if (typeof value !== 'string') continue
    if (isSecretPath(path) && position.variables.length === 0 && path.at(-1) !== 'account')
      found.add(value.replace(/^(Bearer|Basic|Token)\s+/i, ''))
    for (const variable of position.variables)
      if (isSecretVariable(path, variable.name, variable.value, value)) found.add(variable.value)
    if (value.includes('://')) for (const hidden of userinfoSecrets(value)) found.add(hidden)
  }
  return [...found].filter((secret) => secret.length >= 4).toSorted((a, b) => b.length - a.length)
}
