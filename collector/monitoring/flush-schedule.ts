import type { Clock, Timer } from '../core/time/clock.ts'

/** How long a check without consequences may wait, ms; and how long a failed write waits for its next attempt. */
const maxDelay = 1_000
/** Urgent writes are at least this far apart, ms: an outage of everything is a few commits, not hundreds. */
const urgentInterval = 50

/** Decides when what waits is written, and that one write follows the other. */
export class FlushSchedule {
  readonly #clock: Clock
  readonly #write: () => Promise<boolean>
  #timer: Timer | null = null
  #urgentPause: Timer | null = null
  #urgent = false
  #writing: Promise<void> | null = null
  #stopped = false

  /** `write` writes all that waits, and resolves to whether something has to be tried again later. */
  constructor(clock: Clock, write: () => Promise<boolean>) {
    this.#clock = clock
    this.#write = write
  }

  /** Write at the latest after `delay` ms. */
  soon(delay = maxDelay): void {
    if (this.#stopped || this.#timer) return
    this.#timer = this.#clock.after(delay, () => {
      this.#timer = null
      void this.flush()
    })
  }

  /** Write at once; of many calls at once the first writes at once and the others soon after, together. */
  urgently(): void {
    if (this.#urgentPause) {
      this.#urgent = true
      return
    }
    this.#timer?.cancel()
    this.#timer = null
    this.#urgent = false
    void this.flush()
    this.#urgentPause = this.#clock.after(urgentInterval, () => {
      this.#urgentPause = null
      if (this.#urgent && !this.#stopped) this.urgently()
    })
  }

  /** Write all that waits now. Resolves when that was attempted. */
  flush(): Promise<void> {
    return this.exclusively(async () => {
      if (await this.#write()) this.soon()
    })
  }

  /** Runs work while nothing is being written. */
  async exclusively(work: () => Promise<void>): Promise<void> {
    while (this.#writing) await this.#writing
    this.#writing = work().finally(() => (this.#writing = null))
    await this.#writing
  }

  /** Cancels what is scheduled and writes all that waits, once. */
  async stop(): Promise<void> {
    this.#timer?.cancel()
    this.#urgentPause?.cancel()
    this.#timer = null
    this.#stopped = true
    await this.flush()
  }
}
