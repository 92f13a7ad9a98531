import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { main } from '../../collector/cli/program/program.ts'
import { programEntry } from './program-entry.ts'

export type ProcessResult = { readonly code: number | null; readonly out: string; readonly err: string }

/** A folder of an operator with a configuration in it; gone when the test is. */
export async function aFolder(config: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'vigie-test-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  await writeFile(join(dir, 'status.yaml'), config)
  return dir
}

/**
 * Run one command to its end, within this process: a process for each would cost ten times as much. What is read from
 * standard input is given to a process of its own.
 */
export async function runVigie(
  data: string,
  args: readonly string[],
  input?: string,
): Promise<ProcessResult> {
  if (input !== undefined) return runVigieProcess(data, args, input)
  let out = ''
  let err = ''
  const code = await main(['--data', data, ...args], {
    env: process.env,
    writeOut: (text) => void (out += text),
    writeErr: (text) => void (err += text),
    interactive: false,
    onFailure: () => {},
  })
  return { code, out, err }
}

/** The same in a process of its own, as its users run it. */
async function runVigieProcess(
  data: string,
  args: readonly string[],
  input?: string,
): Promise<ProcessResult> {
  const child = spawn(process.execPath, [programEntry, '--data', data, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, out, err }
}

export type RunningCollector = {
  readonly child: ChildProcess
  readonly url: string
  log(): string
  stop(signal: NodeJS.Signals): Promise<number | null>
}

/** Start a collector on a port the system gives, and wait until it says where the page is. */
export async function startCollector(data: string, ...args: string[]): Promise<RunningCollector> {
  const child = spawn(process.execPath, [programEntry, '--data', data, 'start', '--port', '0', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  let log = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString()
      const match = /the page is at (http:\/\/[^\s"/]+)/.exec(log)
      if (match) resolve(match[1]!)
    })
    child.on('exit', (code) => reject(new Error(`the collector left with ${code}:\n${log}`)))
  })
  return {
    child,
    url,
    log: () => log,
    stop(signal) {
      child.kill(signal)
      return exited
    },
  }
}

/** Ask again until it holds; fails the test with the last answer when it has not by then. */
export async function waitUntil<T>(
  read: () => Promise<T>,
  isDone: (value: T) => boolean,
  timeout = 180_000,
): Promise<T> {
  const deadline = Date.now() + timeout
  for (;;) {
    const value = await read().catch((error: unknown) => error as T)
    if (isDone(value)) return value
    if (Date.now() > deadline)
      throw new Error(`still not so after ${timeout} ms: ${String(value).slice(0, 2_000)}`)
    await letPass(50)
  }
}

/**
 * Let real time pass, ms: where what a process does in it, or does not, is the subject. To wait for something use
 * `waitUntil`.
 */
export const letPass = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

export const fetchPage = async (url: string): Promise<string> => (await fetch(url)).text()
