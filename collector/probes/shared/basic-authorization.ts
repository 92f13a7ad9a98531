import { decodeUserinfo } from '../../core/text/decode-userinfo.ts'

/** The `Authorization` header that a user in an address stands for; undefined where there is none. */
export function basicAuthorization(url: URL): string | undefined {
  if (!url.username && !url.password) return undefined
  const user = `${decodeUserinfo(url.username)}:${decodeUserinfo(url.password)}`
  return `Basic ${Buffer.from(user).toString('base64')}`
}
