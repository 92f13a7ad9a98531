import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Clock ticks of /proc/PID/stat per second: 100 on every Linux that Node runs on. */
const ticks = 100

/** User and system time of a process so far, ms; Linux only. */
export function cpuTime(pid: number): number {
  // The name of the program, in brackets, may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / ticks) * 1000
}

/** The same to the microsecond, by the scheduler's account of each thread that there is; Linux only. */
export function preciseCpuTime(pid: number): number {
  const tasks = `/proc/${pid}/task`
  return readdirSync(tasks).reduce((sum, task) => {
    try {
      return sum + Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6
    } catch {
      // A thread that has just ended.
      return sum
    }
  }, 0)
}

/** Wait until a process has used hardly any CPU for two seconds. @throws Error when that is not so within two minutes */
export async function untilIdle(pid: number): Promise<void> {
  for (const end = performance.now() + 120_000; performance.now() < end;) {
    const before = preciseCpuTime(pid)
    await sleep(2_000)
    if (preciseCpuTime(pid) - before < 60) return
  }
  throw new Error(`process ${pid} does not come to rest`)
}

/** The most memory it ever had resident, MB; Linux only. */
export const peakMemory = (pid: number): number =>
  (Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024) / 1e6
