import type { Config } from '../core/config/config.ts'
import type { FormProblem, FormValues, SubscriberChoices } from '../core/subscription/answer.ts'
import { type NewsKind, newsKinds } from '../core/subscription/subscriber.ts'
import type { Locale } from '../core/text/localized-text.ts'

/** What is chosen where a form does not say which kinds of news. */
const usualKinds: readonly NewsKind[] = ['incidents', 'maintenance', 'announcements']

/** Most values of a field that are looked at. */
const maxValues = 2_000

type FormConfig = Pick<Config, 'page' | 'components'>

/** Values of a field that may be there several times, or once with commas. */
const valuesOf = (form: URLSearchParams, field: string): readonly string[] =>
  form
    .getAll(field)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '')
    .slice(0, maxValues)

/** A text to be shown again, without signs that markup is made of: no address has them. */
const shownAgain = (text: string | null, limit: number): string =>
  (text ?? '').slice(0, limit).replaceAll(/[<>"\p{Cc}\p{Bidi_Control}]/gu, '')

/** A form as it was filled in, to be shown again. */
export const formValues = (form: URLSearchParams): FormValues => ({
  email: shownAgain(form.get('email'), 320),
  url: shownAgain(form.get('url'), 2_000),
  components: valuesOf(form, 'components'),
  kinds: form.has('kinds') ? valuesOf(form, 'kinds') : usualKinds,
})

/** The language of the page that a form names, else that of the page. */
export const formLocale = (form: URLSearchParams, { page }: FormConfig): Locale => {
  const locale = form.get('locale') ?? ''
  return [page.locale, ...page.locales].includes(locale) ? locale : page.locale
}

/** What a form chooses, or its first wrong field. No service, or the word `all`, is all services. */
export function readChoices(form: URLSearchParams, config: FormConfig): SubscriberChoices | FormProblem {
  const { kinds, components } = formValues(form)
  const configuredIds = new Set(config.components.map(({ id }) => id))
  const chosen = components.filter((id) => id !== 'all' || configuredIds.has('all'))
  if (chosen.some((id) => !configuredIds.has(id))) return 'components'
  if (kinds.length === 0 || kinds.some((kind) => !newsKinds.some((one) => one === kind))) return 'kinds'
  const isAll = chosen.length === 0 || chosen.length < components.length
  return {
    components: isAll ? null : [...configuredIds].filter((id) => chosen.includes(id)),
    kinds: newsKinds.filter((kind) => kinds.includes(kind)),
    locale: formLocale(form, config),
  }
}
