import { readFileSync } from 'node:fs'

/** Clock ticks of /proc/PID/stat per second: 100 on every Linux that Node runs on. */
const ticks = 100

/** User and system time of a process so far, ms; Linux only. */
export function cpuTime(pid: number): number {
  // The name of the program, in brackets, may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / ticks) * 1000
}

/** The most memory it ever had resident, MB; Linux only. */
export const peakMemory = (pid: number): number =>
  (Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024) / 1e6
