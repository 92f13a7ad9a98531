/** Of so many notifications that came last none is forgotten, whatever the clock says: it may have been set ahead, and back. */
export const keptNotifications = 1_000

/** Forgets what people were owed long ago. */
export type NotificationStore = {
  /**
   * Forget news that all deliveries were made of before an instant (ms), at most `limit`: not what a delivery still has to tell,
   * nor what is about an incident, an alert or a maintenance that was not over by then, nor the last `keptNotifications`. By
   * its key news is owed once; what could be found out again is kept. Resolves to how many.
   */
  pruneNotifications(before: number, limit: number): Promise<number>
}
