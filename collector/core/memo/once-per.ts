/** A function of an object that is computed once for each object. Objects of a snapshot never change. */
export function oncePer<K extends object, V>(compute: (object: K) => V): (object: K) => V {
  const known = new WeakMap<K, V>()
  return (object) => {
    let value = known.get(object)
    if (value === undefined) known.set(object, (value = compute(object)))
    return value
  }
}
