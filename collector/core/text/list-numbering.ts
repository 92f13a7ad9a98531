/** What of a token of Markdown says where lists and their items begin and end. */
type ListToken = { readonly type: string; attrGet(name: string): string | number | null }

/** The marks of the items of lists, while the tokens of a text are read from its beginning. */
export class ListNumbering {
  /** Of each list that is open the number of its next item, null where it has bullets. */
  readonly #lists: (number | null)[] = []
  #number: number | null = null
  #isFirst = false
  #isAtItem = false

  /** Whether an item has begun and has no words yet. */
  get isAtItem(): boolean {
    return this.#isAtItem
  }

  /** Whether that item is the first of its list. */
  get isAtFirstItem(): boolean {
    return this.#isAtItem && this.#isFirst
  }

  read(token: ListToken): void {
    if (token.type === 'bullet_list_open' || token.type === 'ordered_list_open') {
      this.#lists.push(token.type === 'bullet_list_open' ? null : Number(token.attrGet('start') ?? 1))
      this.#isFirst = true
    } else if (token.type === 'list_item_open') {
      this.#isAtItem = true
      this.#number = this.#lists.at(-1) ?? null
      if (this.#number !== null) this.#lists[this.#lists.length - 1] = this.#number + 1
    } else if (token.type === 'list_item_close') {
      this.#isAtItem = false
      this.#isFirst = false
    } else if (token.type.endsWith('_list_close')) this.#lists.pop()
  }

  /** The mark of an item for its first words, indented by its depth; empty for all other words. */
  takeMark(bullet: string): string {
    if (!this.#isAtItem) return ''
    this.#isAtItem = false
    return `${'  '.repeat(this.#lists.length - 1)}${this.#number === null ? bullet : `${this.#number}.`} `
  }
}
