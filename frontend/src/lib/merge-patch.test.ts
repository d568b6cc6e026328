// @vitest-environment node
/** Merge patches, by the examples of RFC 7396 and by chance. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isObject, keepSame, mergePatch, type Json, type JsonObject } from './merge-patch'

const withoutNull = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(fc.integer(), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(
    fc.oneof(fc.constantFrom('a', 'b', 'c', '__proto__', 'toString'), fc.string()),
    tie('value'),
    { maxKeys: 5 },
  ),
})).object

/** The patch that turns `before` into `after`, as the server makes it. */
function diff(before: JsonObject, after: JsonObject): JsonObject {
  const patch: [string, Json][] = Object.keys(before)
    .filter((name) => !Object.hasOwn(after, name))
    .map((name) => [name, null])
  for (const [name, value] of Object.entries(after)) {
    const old = Object.hasOwn(before, name) ? before[name] : undefined
    if (JSON.stringify(old) === JSON.stringify(value)) continue
    const both = old !== undefined && isObject(old) && isObject(value)
    patch.push([name, both ? diff(old, value) : value])
  }
  return Object.fromEntries(patch)
}

function frozen<T extends Json>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen)
  return Object.freeze(value)
}

describe('a merge patch', () => {
  it.each([
    ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
    ['{"a":"b"}', '{"a":null}', '{}'],
    ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
    ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
    ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
    ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
    ['["a","b"]', '["c","d"]', '["c","d"]'],
    ['{"a":"b"}', '["c"]', '["c"]'],
    ['{"a":"foo"}', '"bar"', '"bar"'],
    ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
    ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
  ])('turns %s by %s into %s, as RFC 7396 says', (target, patch, result) => {
    const merged = mergePatch(JSON.parse(target) as Json, JSON.parse(patch) as Json)

    expect(JSON.stringify(merged)).toBe(result)
  })

  it('turns any value into any other, and changes nothing in place', () => {
    fc.assert(
      fc.property(withoutNull, withoutNull, (before, after) => {
        const merged = mergePatch(frozen(before), diff(before, after))

        expect(merged).toEqual(after)
      }),
    )
  })

  it('leaves what it does not touch as the very same value', () => {
    const before = { looks: { l1: { rev: 1 }, l2: { rev: 1 } }, models: { m1: {} } }

    const after = mergePatch(before, { looks: { l1: { rev: 2 } } }) as typeof before

    expect(after.looks.l2).toBe(before.looks.l2)
    expect(after.models).toBe(before.models)
    expect(after.looks.l1).toEqual({ rev: 2 })
  })

  it('that says what is so already gives back the very same value', () => {
    const before = { looks: { l1: { rev: 1, status: 'dressed' } } }

    const after = mergePatch(before, { looks: { l1: { status: 'dressed' }, l9: null } })

    expect(after).toBe(before)
  })
})

describe('keeping what is the same', () => {
  it('gives a value equal to the new one, and the old one itself where both are equal', () => {
    fc.assert(
      fc.property(withoutNull, withoutNull, (before, after) => {
        const copy = JSON.parse(JSON.stringify(before)) as JsonObject

        expect(keepSame(before, after)).toEqual(after)
        expect(keepSame(before, copy)).toBe(before)
      }),
    )
  })
})
