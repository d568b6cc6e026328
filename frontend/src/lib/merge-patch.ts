/** RFC 7396 merge patch over values that are never changed in place. */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

/** Return `target` changed by `patch`. What the patch leaves as it was keeps its identity. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch
  const before = target !== undefined && isObject(target) ? target : undefined
  const merged: Record<string, Json> = before ? { ...before } : {}
  let changed = before === undefined
  for (const [name, part] of Object.entries(patch)) {
    const had = Object.hasOwn(merged, name)
    if (part === null) {
      if (had) Reflect.deleteProperty(merged, name)
      changed ||= had
      continue
    }
    const old = had ? merged[name] : undefined
    const value = mergePatch(old, part)
    if (had && old === value) continue
    put(merged, name, value)
    changed = true
  }
  return changed || before === undefined ? merged : before
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Set a member of its own, even one called `__proto__`. */
function put(into: Record<string, Json>, name: string, value: Json): void {
  Object.defineProperty(into, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}
