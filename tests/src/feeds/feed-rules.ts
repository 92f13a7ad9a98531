/** An element of XML as plain data: its name with its namespace in braces, unless it is in none. */
export type Element = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
  readonly children: readonly Element[]
}

const atom = '{http://www.w3.org/2005/Atom}'
const rfc822 =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) \d\d:\d\d:\d\d GMT$/
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const languageTag = /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/
const mediaType = /^[\w.+-]+\/[\w.+-]+$/

const isIri = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text) && URL.canParse(text)
const isOneLine = (text: string): boolean => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) && text.trim() === text

/** What is wrong with a document, by the rules of its format; each problem by its place. */
export type Problems = string[]

/** Notes what is wrong below a place. */
const checker = (problems: Problems, place: string) => (isRight: boolean, what: string) => {
  if (!isRight) problems.push(`${place}: ${what}`)
}

const named = ({ children }: Element, name: string): readonly Element[] =>
  children.filter((child) => child.name === name)
const only = (element: Element, name: string): Element | undefined => {
  const found = named(element, name)
  return found.length === 1 ? found[0] : undefined
}

/** RSS 2.0 (https://www.rssboard.org/rss-specification) and the RSS Advisory Board's Best Practices Profile. */
export function rssProblems(root: Element): Problems {
  const problems: Problems = []
  const check = checker(problems, 'rss')
  check(root.name === 'rss' && root.attributes['version'] === '2.0', 'is no rss of version 2.0')
  const channel = only(root, 'channel')
  if (!channel) return [...problems, 'rss: has not one channel']
  const known =
    /^(title|link|description|language|pubDate|lastBuildDate|category|generator|ttl|image|item|\{.+)/
  for (const { name } of channel.children) check(known.test(name), `the channel has an unknown ${name}`)
  for (const name of ['title', 'link', 'description'])
    check(only(channel, name)?.text.trim() !== '' && only(channel, name) !== undefined, `has not one ${name}`)
  check(isIri(only(channel, 'link')?.text ?? ''), 'its link is no address')
  check(isOneLine(only(channel, 'title')?.text ?? ''), 'its title has several lines')
  check(languageTag.test(only(channel, 'language')?.text ?? ''), 'its language is none')
  for (const name of ['pubDate', 'lastBuildDate'])
    for (const { text } of named(channel, name)) check(isRfc822(text), `${name} ${text} is no date`)
  const selves = named(channel, `${atom}link`).filter(({ attributes }) => attributes['rel'] === 'self')
  check(selves.length === 1 && isIri(selves[0]!.attributes['href'] ?? ''), 'has not one link to itself')
  const items = named(channel, 'item')
  const guids = items.map((item) => only(item, 'guid')?.text)
  check(new Set(guids).size === items.length, 'guids stand twice')
  const dates = items.map((item) => only(item, 'pubDate')?.text)
  check(new Set(dates).size === items.length, 'two items have one date')
  items.forEach((item, index) => rssItemProblems(item, checker(problems, `rss item ${index}`)))
  return problems
}

function rssItemProblems(item: Element, check: ReturnType<typeof checker>): void {
  const known = /^(title|link|description|author|category|comments|enclosure|guid|pubDate|source|\{.+)/
  for (const { name } of item.children) check(known.test(name), `has an unknown ${name}`)
  for (const name of ['title', 'link', 'description', 'guid', 'pubDate'])
    check((only(item, name)?.text ?? '').trim() !== '', `has not one ${name}`)
  check(isOneLine(only(item, 'title')?.text ?? ''), 'its title has several lines')
  check(isIri(only(item, 'link')?.text ?? ''), 'its link is no address')
  check(isRfc822(only(item, 'pubDate')?.text ?? ''), 'its pubDate is none')
  const guid = only(item, 'guid')
  check(
    guid?.attributes['isPermaLink'] === 'false' || /^https?:/.test(guid?.text ?? ''),
    'its guid would be taken for an address',
  )
  for (const { text } of named(item, 'category')) check(text.trim() !== '', 'has an empty category')
}

/** A date of RFC 822 with four digits of the year, whose name of the day is that of the date. */
function isRfc822(text: string): boolean {
  return rfc822.test(text) && new Date(Date.parse(text)).toUTCString() === text
}

/** Atom 1.0 (RFC 4287). */
export function atomProblems(root: Element): Problems {
  const problems: Problems = []
  const check = checker(problems, 'atom')
  check(root.name === `${atom}feed`, 'is no feed of Atom')
  const known = new Set(
    'author category contributor generator icon id link logo rights subtitle title updated entry'
      .split(' ')
      .map((name) => atom + name),
  )
  for (const { name } of root.children)
    check(known.has(name) || !name.startsWith(atom), `has an unknown ${name}`)
  atomCommon(root, check)
  const entries = named(root, `${atom}entry`)
  const isAuthored = named(root, `${atom}author`).length > 0
  for (const author of named(root, `${atom}author`)) atomPerson(author, check)
  const ids = entries.map((entry) => only(entry, `${atom}id`)?.text)
  check(new Set(ids).size === entries.length, 'two entries have one id')
  check(
    named(root, `${atom}link`).filter(({ attributes }) => attributes['rel'] === 'self').length === 1,
    'has not one link to itself',
  )
  for (const [index, entry] of entries.entries()) {
    const checkEntry = checker(problems, `atom entry ${index}`)
    atomCommon(entry, checkEntry)
    checkEntry(isAuthored || named(entry, `${atom}author`).length > 0, 'has no author')
    const published = only(entry, `${atom}published`)?.text
    checkEntry(published === undefined || rfc3339.test(published), 'published is no date')
    const updated = only(entry, `${atom}updated`)?.text ?? ''
    checkEntry(
      published === undefined || Date.parse(published) <= Date.parse(updated),
      'was changed before it was published',
    )
    const contents = named(entry, `${atom}content`)
    checkEntry(contents.length <= 1, 'has several contents')
    for (const content of contents)
      checkEntry(
        ['html', 'text'].includes(content.attributes['type'] ?? 'text') && content.children.length === 0,
        'its content is neither text nor HTML',
      )
    checkEntry(
      contents.length === 1 ||
        named(entry, `${atom}link`).some(
          ({ attributes }) => (attributes['rel'] ?? 'alternate') === 'alternate',
        ),
      'has neither content nor a link',
    )
    for (const { attributes } of named(entry, `${atom}category`))
      checkEntry((attributes['term'] ?? '') !== '', 'has a category without a term')
  }
  return problems
}

/** What a feed and an entry both need: section 4.1. */
function atomCommon(element: Element, check: ReturnType<typeof checker>): void {
  for (const name of ['id', 'title', 'updated'])
    check((only(element, atom + name)?.text ?? '').trim() !== '', `has not one ${name}`)
  check(isIri(only(element, `${atom}id`)?.text ?? ''), 'its id is no IRI')
  check(rfc3339.test(only(element, `${atom}updated`)?.text ?? ''), 'updated is no date')
  check(isOneLine(only(element, `${atom}title`)?.text ?? ''), 'its title has several lines')
  const links = named(element, `${atom}link`)
  for (const { attributes } of links) {
    check(isIri(attributes['href'] ?? ''), `links to ${attributes['href']}`)
    check(attributes['type'] === undefined || mediaType.test(attributes['type']), 'a link has no media type')
  }
  const alternates = links
    .filter(({ attributes }) => (attributes['rel'] ?? 'alternate') === 'alternate')
    .map(({ attributes }) => `${attributes['type']} ${attributes['hreflang']}`)
  check(new Set(alternates).size === alternates.length, 'has two alternates of one type and language')
}

function atomPerson(person: Element, check: ReturnType<typeof checker>): void {
  check((only(person, `${atom}name`)?.text ?? '').trim() !== '', 'an author has no name')
  for (const { text } of named(person, `${atom}uri`)) check(isIri(text), 'an author has no IRI')
}

/** JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
export function jsonFeedProblems(feed: Readonly<Record<string, unknown>>): Problems {
  const problems: Problems = []
  const check = checker(problems, 'json')
  check(feed['version'] === 'https://jsonfeed.org/version/1.1', 'is of another version')
  check(typeof feed['title'] === 'string' && isOneLine(feed['title']), 'has no title')
  for (const name of ['home_page_url', 'feed_url']) check(isIri(String(feed[name])), `${name} is no address`)
  check(languageTag.test(String(feed['language'])), 'its language is none')
  check(!('author' in feed), 'has an author as version 1.0 had')
  const items = feed['items'] as readonly Record<string, unknown>[]
  if (!Array.isArray(items)) return [...problems, 'json: has no items']
  check(new Set(items.map((item) => item['id'])).size === items.length, 'two items have one id')
  for (const [index, item] of items.entries()) {
    const checkItem = checker(problems, `json item ${index}`)
    checkItem(typeof item['id'] === 'string' && item['id'] !== '', 'its id is no text')
    checkItem(isIri(String(item['url'])), 'its url is no address')
    checkItem(
      typeof item['content_html'] === 'string' || typeof item['content_text'] === 'string',
      'is empty',
    )
    checkItem(item['title'] === undefined || isOneLine(String(item['title'])), 'its title has several lines')
    for (const name of ['date_published', 'date_modified'])
      checkItem(item[name] === undefined || rfc3339.test(String(item[name])), `${name} is no date`)
    checkItem(
      (item['tags'] as unknown[] | undefined)?.every((tag) => typeof tag === 'string' && tag !== '') ?? true,
      'has a tag that is no text',
    )
  }
  return problems
}
