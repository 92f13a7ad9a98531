import { Counter, Gauge, type Registry } from 'prom-client'

/** What Prometheus is told of messages. Labels are closed sets: channels as configured, and outcomes. */
export type DeliveryMetrics = {
  /** A message was sent, an attempt failed, or it was given up. */
  recordMessage(channel: string, outcome: 'sent' | 'failed' | 'given_up'): void
  /** How many deliveries of each channel wait to be sent. */
  setDeliveries(waiting: ReadonlyMap<string, number>): void
}

/** @returns the metrics of messages, in a registry */
export function createDeliveryMetrics(registers: Registry[]): DeliveryMetrics {
  const messages = new Counter({
    name: 'vigie_messages_total',
    help: 'Messages to people by channel and outcome; failed attempts are tried again.',
    labelNames: ['channel', 'outcome'],
    registers,
  })
  const waiting = new Gauge({
    name: 'vigie_deliveries_waiting',
    help: 'Messages owed that are not sent yet.',
    labelNames: ['channel'],
    registers,
  })
  return {
    recordMessage: (channel, outcome) => messages.inc({ channel, outcome }),
    setDeliveries(counts) {
      waiting.reset()
      for (const [channel, count] of counts) waiting.set({ channel }, count)
    },
  }
}
