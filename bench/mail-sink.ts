import { fork } from 'node:child_process'
import { once } from 'node:events'
import { type Socket, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

/** What the server was handed. */
type MailCounts = {
  readonly mails: number
  readonly readers: number
  /** Mails whose Message-ID had been there before. */
  readonly repeated: number
}

/** A mail server that takes everything and forgets all but its number, in a process of its own. */
export type MailSink = { readonly port: number; counts(): Promise<MailCounts>; close(): Promise<void> }

const isChild = process.argv[1] === import.meta.filename

/** Start one on 127.0.0.1. */
export async function startMailSink(): Promise<MailSink> {
  const child = fork(import.meta.filename, { execArgv: [] })
  const ask = async <T>(message: object): Promise<T> => {
    child.send(message)
    const [answer] = (await once(child, 'message')) as [T]
    return answer
  }
  const port = await ask<number>({ listen: true })
  return {
    port,
    counts: () => ask<MailCounts>({ counts: true }),
    async close() {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}

if (isChild) {
  let mails = 0
  let repeated = 0
  const readers = new Set<string>()
  const ids = new Set<string>()

  /** Just enough of SMTP for one client that waits for every answer. */
  const serve = (socket: Socket): void => {
    let text = ''
    let isMail = false
    socket.on('error', () => {})
    socket.write('220 sink\r\n')
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      for (;;) {
        const end = isMail ? text.indexOf('\r\n.\r\n') : text.indexOf('\r\n')
        if (end < 0) return
        const part = text.slice(0, end)
        text = text.slice(end + (isMail ? 5 : 2))
        if (isMail) {
          const id = /^message-id: (\S+)/im.exec(part)?.[1] ?? ''
          if (ids.has(id)) repeated++
          ids.add(id)
          mails++
          isMail = false
        } else if (/^rcpt to/i.test(part)) readers.add(part)
        else if (/^data/i.test(part)) {
          isMail = true
          socket.write('354 go on\r\n')
          continue
        }
        socket.write('250 taken\r\n')
      }
    })
  }
  process.on('disconnect', () => process.exit())
  process.on('message', (message: { listen?: true }) => {
    if (!message.listen) return process.send!({ mails, readers: readers.size, repeated } satisfies MailCounts)
    const server = createServer(serve)
    server.listen({ host: '127.0.0.1', port: 0 }, () => process.send!((server.address() as AddressInfo).port))
    return undefined
  })
}
