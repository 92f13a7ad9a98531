import type { Config } from '../core/config/config.ts'
import { derivedId } from '../core/text/id.ts'
import { type Incident, isOpen, resolvedAt } from '../core/incident/incident.ts'
import type { NoticeService } from '../notices/service/notice-service.ts'
import { createNoticeService } from '../notices/service/create-service.ts'
import { expandRecurringMaintenance } from '../notices/service/recurring-maintenance.ts'
import type { Text } from '../core/text/localized-text.ts'
import type { Store } from '../store/store.ts'
import { forgetLaterMessages } from './simulate-history.ts'
import { type Bilingual, falseAlarm, inLocales, mail, signIn, takenOver, windows } from './notice-texts.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Recurring maintenance was announced so long before the first day of history: no window of it is late. */
const announcedAhead = 21 * day

/** Where the story is played. */
type Stage = {
  readonly service: NoticeService
  /** Somebody who writes at an instant (ms): the clock stands there from now on. */
  at(instant: number): { readonly by: string }
  say(words: Bilingual): Text
  /** A component of the shipped configuration, or another where it is not there. */
  component(id: string): string
  /** A round hour (UTC) so many days from today, ms. */
  on(daysAhead: number, hours: number): number
  /** Had history begun by then? */
  fits(instant: number): boolean
}

const iso = (instant: number): string => new Date(instant).toISOString()

/**
 * Tell what people told in `days` days of imagined past: through the service that takes notices of the present, with a
 * virtual clock. The checks of that time are to be recorded before.
 *
 * @param now the present, ms
 */
export async function recordNotices(store: Store, config: Config, days: number, now: number): Promise<void> {
  const from = now - days * day
  await expandRecurringMaintenance(store, config, from - announcedAhead, from)
  let clock = now
  let ids = 0
  const stage: Stage = {
    service: createNoticeService({
      store,
      config,
      now: () => clock,
      id: () => derivedId('demonstration', ids++),
    }),
    at(instant) {
      clock = instant
      return { by: 'Camille' }
    },
    say: (words) => inLocales(words, config.page.locales),
    component: (id) => config.components.find((one) => one.id === id)?.id ?? config.components.at(-1)!.id,
    on: (daysAhead, hours) => Math.floor(now / day) * day + daysAhead * day + hours * hour,
    fits: (instant) => instant - 3 * day > from,
  }
  const found = (await store.incidents()).filter((one) => one.automatic && !isOpen(one))
  const [worst, mild] = chosen(found, now, from)
  if (worst) await takeOver(stage, store, worst, now)
  if (mild)
    await stage.service.incidents.falseAlarm(
      mild.id,
      { reason: stage.say(falseAlarm) },
      stage.at(resolvedAt(mild)! + hour),
    )
  await lateMail(stage)
  await failingSignIn(stage)
  await pastWindow(stage)
  await comingWindows(stage, now, from)
}

/** A person takes over what the collector found, and learns from it. */
async function takeOver(
  { service, at, say }: Stage,
  store: Store,
  worst: Incident,
  now: number,
): Promise<void> {
  const { id, about, startedAt, detectedAt } = worst
  const over = resolvedAt(worst)!
  const moment = (share: number): number =>
    Math.max(detectedAt + 1_000, Math.round(startedAt + share * (over - startedAt)))
  // What the collector said once a person had spoken, it would not have said.
  const { updates } = await forgetLaterMessages(store, worst, moment(0.3))
  const declared = updates.findLast(({ components }) => Object.hasOwn(components, about ?? ''))?.components
  await service.incidents.acknowledge(id, {}, at(moment(0.15)))
  await service.incidents.update(
    id,
    { status: 'identified', body: say(takenOver.identified), ...(declared && { components: declared }) },
    at(moment(0.35)),
  )
  await service.incidents.update(
    id,
    { status: 'monitoring', body: say(takenOver.monitoring) },
    at(moment(0.8)),
  )
  await service.incidents.update(id, { status: 'resolved', body: say(takenOver.resolved) }, at(over))
  await service.incidents.postmortem(
    id,
    {
      body: say(takenOver.postmortem),
      root_cause: say(takenOver.rootCause),
      data_loss: 0,
      actions: takenOver.actions.map(({ text, done }) => ({ text: say(text), done })),
    },
    at(Math.min(now, over + 30 * hour)),
  )
}

/** Of what no monitor sees, people tell; the title is corrected the day after. */
async function lateMail({ service, at, say, component, on, fits }: Stage): Promise<void> {
  const late = on(-23, 9)
  if (!fits(late)) return
  const opened = await service.incidents.open(
    {
      title: say(mail.title),
      body: say(mail.investigating),
      components: { [component('email')]: 'degraded_performance' },
      started_at: iso(late - 25 * minute),
    },
    at(late),
  )
  await service.incidents.update(
    opened.id,
    { status: 'identified', body: say(mail.identified) },
    at(late + 40 * minute),
  )
  await service.incidents.update(
    opened.id,
    { status: 'resolved', body: say(mail.resolved) },
    at(late + 3 * hour),
  )
  await service.incidents.correct(opened.id, { title: say(mail.corrected) }, at(late + 26 * hour))
}

/** A short one of a part of a component. */
async function failingSignIn({ service, at, say, component, on, fits }: Stage): Promise<void> {
  const keys = on(-9, 14)
  if (!fits(keys)) return
  const opened = await service.incidents.open(
    {
      title: say(signIn.title),
      body: say(signIn.identified),
      status: 'identified',
      components: { [component('accounts')]: 'partial_outage' },
    },
    at(keys),
  )
  await service.incidents.update(
    opened.id,
    { status: 'monitoring', body: say(signIn.monitoring) },
    at(keys + 22 * minute),
  )
  await service.incidents.update(
    opened.id,
    { status: 'resolved', body: say(signIn.resolved) },
    at(keys + 35 * minute),
  )
}

/** A single window that ended earlier than planned. */
async function pastWindow({ service, at, say, component, on, fits }: Stage): Promise<void> {
  const night = on(-12, 22)
  if (!fits(night)) return
  const { title, reason, alternatives, tasks, verifying, completed } = windows.done
  const moved = await service.maintenances.schedule(
    {
      title: say(title),
      scheduled_for: iso(night),
      scheduled_until: iso(night + 2 * hour),
      components: [component('database')],
      impact: 'major',
      reason: say(reason),
      alternatives: say(alternatives),
      tasks: tasks.map(say),
    },
    at(night - 2.5 * day),
  )
  await service.maintenances.update(
    moved.id,
    { status: 'verifying', body: say(verifying) },
    at(night + 70 * minute),
  )
  await service.maintenances.complete(moved.id, { body: say(completed) }, at(night + 90 * minute))
}

/** One window in about five days, and one that could not be announced in time. */
async function comingWindows(
  { service, at, say, component, on }: Stage,
  now: number,
  from: number,
): Promise<void> {
  const { coming } = windows
  await service.maintenances.schedule(
    {
      title: say(coming.title),
      body: say(coming.body),
      scheduled_for: iso(on(5, 5)),
      scheduled_until: iso(on(5, 6.5)),
      components: [component('api')],
      impact: 'minor',
      reason: say(coming.reason),
      alternatives: say(coming.alternatives),
    },
    at(now - Math.min(day, now - from)),
  )
  const soon = Math.ceil(now / hour) * hour + 9 * hour
  await service.maintenances.schedule(
    {
      title: say(windows.late.title),
      scheduled_for: iso(soon),
      scheduled_until: iso(soon + 30 * minute),
      components: [component('payments')],
      impact: 'minor',
      reason: say(windows.late.reason),
      force: true,
    },
    at(now - hour),
  )
}

/** The incident to take over (the longest, and not of these days), and another to be a false alarm (the shortest). */
function chosen(found: readonly Incident[], now: number, from: number): (Incident | undefined)[] {
  const long = (incident: Incident): number => resolvedAt(incident)! - incident.startedAt
  const old = found
    .filter((one) => one.startedAt > from + day && resolvedAt(one)! < now - 2 * day)
    .toSorted((a, b) => long(b) - long(a))
  const [worst] = old
  const mild = old.findLast((one) => one.id !== worst?.id && one.impact === 'minor')
  return [worst, mild]
}
