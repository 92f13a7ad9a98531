import { spawn } from 'node:child_process'
import { isIP } from 'node:net'
import { type Finding, type Probe, type ProbeContext, ProbeFailure } from '../shared/probe.ts'
import { quote } from '../../core/text/quote.ts'

/** Bytes of the program's output that are read. */
const longestOutput = 16_384

/**
 * Sends one ICMP echo with the system's `ping`, because opening a raw socket would need rights the collector should
 * not have. `took` is the round trip the program measured.
 */
export const ping: Probe<'ping'> = async ({ host }, context) => {
  if (host.startsWith('-')) throw new TypeError('the host may not begin with a dash')
  const { code, output } = await run(...pingCommand(host, process.platform), context)
  return parsePingOutput(code, output)
}

/** Program and arguments that ping a host once, on this platform. */
export function pingCommand(host: string, platform: NodeJS.Platform): [program: string, args: string[]] {
  const family = isIP(host)
  if (platform === 'win32') return ['ping', [...(family ? [`-${family}`] : []), '-n', '1', host]]
  // macOS has a program per family where others have a flag.
  if (platform === 'darwin') return [family === 6 ? 'ping6' : 'ping', ['-n', '-c', '1', host]]
  return ['ping', [...(family ? [`-${family}`] : []), '-n', '-c', '1', host]]
}

/**
 * Parse the program's output. It prints the time of each reply; without a reply, its message says why.
 * Throws ProbeFailure, or an Error when the program itself failed.
 */
export function parsePingOutput(code: number | null, output: string): Finding {
  const time = /time[=<]\s*([\d.]+)\s*ms/i.exec(output)?.[1]
  if (code === 0 && time !== undefined) return { health: 'up', took: Number(time) }
  const lastLine = quote(output.trim().split('\n').at(-1) ?? '', 100)
  if (
    /not known|unknown host|bad address|cannot resolve|could not find host|no address associated|name resolution/i.test(
      output,
    )
  )
    throw new ProbeFailure('dns', `the name resolves to nothing: ping says ${lastLine}`)
  if (/unreachable/i.test(output))
    throw new ProbeFailure('unreachable', 'the host or its network cannot be reached')
  if (/not permitted|permission denied|lacking privilege|invalid|usage/i.test(output))
    throw new Error(`ping cannot work here, it says ${lastLine}`)
  throw new ProbeFailure('timeout', 'no reply to the ping')
}

function run(
  program: string,
  args: readonly string[],
  { signal }: ProbeContext,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // English messages, and nothing of our own environment.
      env: { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'], LC_ALL: 'C' },
      windowsHide: true,
    })
    let output = ''
    const read = (chunk: Buffer): void => {
      if (output.length < longestOutput) output += chunk.toString()
    }
    const kill = (): void => void child.kill('SIGKILL')
    signal.addEventListener('abort', kill, { once: true })
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('error', (error: NodeJS.ErrnoException) => {
      signal.removeEventListener('abort', kill)
      const missing = `the program ${program} is missing; install it (on Debian: apt install iputils-ping)`
      reject(error.code === 'ENOENT' ? new Error(missing) : error)
    })
    child.once('close', (code) => {
      signal.removeEventListener('abort', kill)
      resolve({ code, output })
    })
  })
}
