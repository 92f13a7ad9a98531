import { type FormValues, type SubscriberChoices } from '../../../collector/core/subscription/answer.ts'
import { type NewsKind, newsKinds } from '../../../collector/core/subscription/subscriber.ts'
import { formatCount } from '../../../collector/core/i18n/sentences.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { escape } from '../shared/html.ts'
import { componentOf } from '../shared/places.ts'
import type { View } from '../shared/view.ts'

/** Path of the page of subscriptions below the locale. */
export const subscribePlace = '/subscribe/'

/** Whether readers can be told by a message; feeds and calendars are always there. */
export const offersSubscriptions = ({ page }: Snapshot): boolean => page.subscriptions?.email === true

/** Chosen before a reader chooses. */
const usualKinds: readonly NewsKind[] = ['incidents', 'maintenance', 'announcements']

/** A form nobody has filled in. */
export const emptyForm: FormValues = { email: '', url: '', components: [], kinds: usualKinds }

/** Where a form of a page posts to: the collector, which may be elsewhere. */
export const formAction = (view: View, path: string): string => {
  const url = view.snapshot.page.subscriptions?.url ?? null
  return url === null ? view.file(path) : url.replace(/\/+$/, '') + path
}

/** More services than these are folded away by group: a form is no wall of boxes. */
const mostUnfolded = 12

/**
 * The boxes of a form: kinds of news, and services by group; null is the name of the only one there is. Where there are many
 * services, a group is folded, and open where something in it is chosen.
 */
export function choiceBoxes(view: View, { kinds, components }: Pick<FormValues, 'kinds' | 'components'>) {
  const { snapshot, words, locale } = view
  const isFolded = snapshot.components.length > mostUnfolded
  return {
    kinds: newsKinds.map((kind) => ({
      value: kind,
      label: words.subscriptions.kind[kind],
      isChosen: kinds.includes(kind),
    })),
    isFolded,
    groups: snapshot.groups.map((group) => ({
      isOpen: group.components.some((id) => components.includes(id)),
      countText: formatCount(locale, words.subscriptions.email.componentsCount, group.components.length),
      nameHtml:
        group.name !== null
          ? view.html(group.name)
          : snapshot.groups.length > 1
            ? escape(words.otherServices)
            : null,
      boxes: group.components.flatMap((id) => {
        const component = componentOf(snapshot, id)
        return component
          ? [{ value: id, labelHtml: view.html(component.name), isChosen: components.includes(id) }]
          : []
      }),
    })),
  }
}

/** What a subscriber chose, in words. */
export function choiceText(view: View, choices: SubscriberChoices): string {
  const { snapshot, words, locale } = view
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const kinds = newsKinds.filter((kind) => choices.kinds.includes(kind))
  const names = snapshot.components
    .filter(({ id }) => choices.components?.includes(id))
    .map(({ name }) => view.text(name))
  const services = choices.components === null ? words.subscriptions.all : list.format(names)
  return `${list.format(kinds.map((kind) => words.subscriptions.kind[kind]))} · ${services}`
}
