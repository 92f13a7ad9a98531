import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type RuleReplay, replayHistory } from '../../alerts/replay-history.ts'
import { type AlertWording, ruleSentences } from '../../core/alert/describe.ts'
import type { Config } from '../../core/config/config.ts'
import { parseStoreLocation } from '../../core/config/store-location.ts'
import { wordsOf } from '../../core/i18n/dictionaries.ts'
import { formats } from '../../core/i18n/format.ts'
import { fillPlaceholders, formatCount } from '../../core/i18n/sentences.ts'
import { readSqliteStore } from '../../store/sqlite/read-only.ts'
import { StoreError } from '../../store/store.ts'

/** An alert rule in words, and when it would have fired, as `--json` prints it. */
export type RuleExplanation = {
  readonly rule: string
  /** In the page's first language. */
  readonly text: string
  /** Null where the stored history does not say, or there is none. */
  readonly fired_at: readonly string[] | null
}

/** How long the stored history is looked at, all rules together, ms. */
const longestReplay = 5_000

/**
 * Every alert rule in a few sentences, in the page's first language, and when it would have fired in the stored history. What
 * cannot be read of that is left out: the configuration is right nevertheless.
 *
 * @param now ms
 */
export async function explainRules(
  data: string,
  config: Config,
  now: number,
): Promise<readonly RuleExplanation[]> {
  if (config.alerts.length === 0) return []
  const { locale, timezone, words: own } = config.page
  const words = wordsOf(locale, own)
  const wording: AlertWording = { locale, words, formats: formats(locale, timezone, words), config }
  const replays = await replayStored(data, config, now)
  return config.alerts.map((rule) => {
    const replay = replays?.find((one) => one.rule.id === rule.id)
    const past = replay === undefined ? [] : [pastText(replay, wording)]
    return {
      rule: rule.id,
      text: [ruleSentences(rule, wording), ...past].join(' '),
      fired_at:
        replay === undefined || typeof replay.past === 'string'
          ? null
          : replay.past.firedAt.map((at) => new Date(at).toISOString()),
    }
  })
}

/** Null without a database, and where it cannot be read. */
async function replayStored(
  data: string,
  config: Config,
  now: number,
): Promise<readonly RuleReplay[] | null> {
  const location = parseStoreLocation(config.store)
  // A server is not asked: the configuration can be validated where it cannot be reached.
  if (!('kind' in location) || location.kind === 'postgres') return null
  const file = resolve(data, location.file)
  if (!existsSync(file)) return null
  const began = performance.now()
  const hasTime = (): boolean => performance.now() - began < longestReplay
  try {
    return await readSqliteStore(file, (reader) => replayHistory(reader, config, now, hasTime))
  } catch (error) {
    if (error instanceof StoreError) return null
    throw error
  }
}

function pastText({ past }: RuleReplay, { locale, words, formats: format }: AlertWording): string {
  const text = words.alerts.past
  if (typeof past === 'string') return text.unknown[past]
  const span = format.duration(past.span)
  const last = past.firedAt.at(-1)
  const fired =
    last === undefined
      ? fillPlaceholders(text.never, { span })
      : fillPlaceholders(formatCount(locale, text.times, past.firedAt.length), {
          span,
          at: format.noted(last),
        })
  return past.cutShort ? `${fired} ${text.cutShort}` : fired
}
