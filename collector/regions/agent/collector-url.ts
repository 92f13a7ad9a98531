/** Names and addresses of this very machine: nobody listens in between. */
const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)

/**
 * The address of a collector as `--to` has it, with a slash at its end. What monitors need to know, secrets among it, is
 * fetched from there: over TLS, or from this very machine.
 *
 * @returns what is wrong with it and what to write, where something is
 */
export function parseCollectorUrl(text: string): URL | string {
  if (!URL.canParse(text)) return 'is no address. Write one such as https://status.example.com/'
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'is no web address. Write one such as https://status.example.com/'
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return 'is not encrypted: secrets of monitors travel to the agent. Write https:// (a proxy in front of the collector speaks it)'
  if (url.username !== '' || url.password !== '') return 'holds a password. Write the address alone'
  url.search = ''
  url.hash = ''
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}
