import { Counter, Gauge, type Registry } from 'prom-client'
import type { ChannelBacklog } from '../deliveries/delivery-progress.ts'

/** Prometheus metrics of messages. Labels are closed sets: channels as configured, and outcomes. */
export type DeliveryMetrics = {
  /** A message was sent, an attempt failed, or it was given up. */
  recordMessage(channel: string, outcome: 'sent' | 'failed' | 'given_up'): void
  /** What waits and what was given up by each channel, as of an instant (ms). */
  setDeliveries(backlogs: readonly ChannelBacklog[], now: number): void
}

/** @returns the metrics of messages, in a registry */
export function createDeliveryMetrics(registers: Registry[]): DeliveryMetrics {
  const messages = new Counter({
    name: 'vigie_messages_total',
    help: 'Messages to people by channel and outcome; failed attempts are tried again.',
    labelNames: ['channel', 'outcome'],
    registers,
  })
  const ofChannel = (name: string, help: string): Gauge<'channel'> =>
    new Gauge({ name: `vigie_deliveries_${name}`, help, labelNames: ['channel'], registers })
  const waiting = ofChannel('waiting', 'Messages owed that are not sent yet.')
  const dead = ofChannel('dead', 'Messages given up, until somebody has them tried again or drops them.')
  const oldest = ofChannel('oldest_seconds', 'For how long the oldest message that is not sent yet is owed.')
  return {
    recordMessage: (channel, outcome) => messages.inc({ channel, outcome }),
    setDeliveries(backlogs, now) {
      for (const gauge of [waiting, dead, oldest]) gauge.reset()
      for (const backlog of backlogs) {
        const { channel, oldestAt } = backlog
        waiting.set({ channel }, backlog.waiting)
        dead.set({ channel }, backlog.dead)
        oldest.set({ channel }, oldestAt === null ? 0 : Math.max(0, now - oldestAt) / 1000)
      }
    },
  }
}
