/** RFC 7396 merge patch over values that are never changed in place. */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

/** Return `target` changed by `patch`. What the patch leaves as it was keeps its identity. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch
  const before = target !== undefined && isObject(target) ? target : undefined
  const merged: Record<string, Json> = { ...before }
  let changed = before === undefined
  for (const [name, part] of Object.entries(patch)) {
    if (merge(merged, name, part)) changed = true
  }
  return changed || !before ? merged : before
}

/** Return `after`, with every part that equals its part of `before` replaced by that very part. */
export function keepSame(before: Json | undefined, after: Json): Json {
  if (before === undefined || before === after) return after
  if (isObject(after) && isObject(before)) return keepMembers(before, after)
  return JSON.stringify(before) === JSON.stringify(after) ? before : after
}

function keepMembers(before: JsonObject, after: JsonObject): JsonObject {
  const kept: Record<string, Json> = {}
  for (const [name, part] of Object.entries(after)) {
    put(kept, name, keepSame(Object.hasOwn(before, name) ? before[name] : undefined, part))
  }
  return sameMembers(before, kept) ? before : kept
}

function sameMembers(one: JsonObject, other: JsonObject): boolean {
  const names = Object.keys(one)
  if (names.length !== Object.keys(other).length) return false
  return names.every((name) => Object.hasOwn(other, name) && one[name] === other[name])
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Merge one member in; tell whether that changed anything. */
function merge(into: Record<string, Json>, name: string, part: Json): boolean {
  const old = Object.hasOwn(into, name) ? into[name] : undefined
  if (part === null) {
    return old !== undefined && Reflect.deleteProperty(into, name)
  }
  const value = mergePatch(old, part)
  if (value === old) return false
  put(into, name, value)
  return true
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
