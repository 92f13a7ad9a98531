/** A `%` that begins no escape stands for itself: passwords are written as they are, and browsers take them so. */
const decodeUserinfo = (text: string): string => {
  const repaired = text.replace(/%(?![0-9a-f]{2})/gi, '%25')
  try {
    return decodeURIComponent(repaired)
  } catch {
    // Escapes of bytes that are no UTF-8.
    return text
  }
}

/** The `Authorization` header that a user in an address stands for; undefined where there is none. */
export function basicAuthorization(url: URL): string | undefined {
  if (!url.username && !url.password) return undefined
  const user = `${decodeUserinfo(url.username)}:${decodeUserinfo(url.password)}`
  return `Basic ${Buffer.from(user).toString('base64')}`
}
