/** When readers could first read a message: one that is dated back was not said at its date. */
export const publishedUpdateAt = ({
  at,
  writtenAt,
}: {
  readonly at: number
  readonly writtenAt?: number
}): number => Math.max(at, writtenAt ?? at)
