/** What surrounds the looks of the stage's evening: the show itself, cues, calls for help, messages. */

import type { Cue, Decision, Help, Holding, Message, Pass, Phase, Show } from '../../wire/state'
import { SPACING_MS, exitAt, range, type Plan, type Scene } from './evening'
import { CUES, DRESSERS } from './people'

const PHASES: Readonly<Record<Scene, Phase>> = {
  planned: 'planned',
  prep: 'prep',
  lined_up: 'lined_up',
  live: 'live',
  quiet: 'live',
  hold: 'live',
  stopped: 'stopped',
  rehearsal: 'live',
  finale: 'finale',
  ended: 'ended',
}

export function show(plan: Plan, order: readonly string[]): Show {
  return {
    title: 'SS27 Main show',
    phase: PHASES[plan.scene],
    revision: 12,
    lineup: plan.live ? 'frozen' : 'open',
    caller: 'p-ana',
    caller_since: plan.now - 3_000_000,
    spacing_ms: SPACING_MS,
    walk_ms: 40_000,
    starts_at: plan.t0,
    assembly: 'Leave by the courtyard doors and meet at the fountain on Rue des Archives.',
    at_line_min: 8,
    order,
    rev: 30,
    ...house(plan.scene),
    ...(plan.scene === 'hold' ? { hold: holding(plan) } : {}),
    ...(plan.t0 < plan.now ? { t0_at: plan.t0 } : {}),
    ...(plan.live ? { last_go_at: exitAt(plan, plan.next - 1) } : {}),
  }
}

function house(scene: Scene): Pick<Show, 'house' | 'release'> {
  if (scene === 'planned' || scene === 'prep') {
    return { house: 'closed', release: { backstage: 'red', house: 'red', technical: 'amber' } }
  }
  const light = scene === 'lined_up' ? 'amber' : 'green'
  return {
    house: scene === 'ended' ? 'clearing' : 'open',
    release: { backstage: 'green', house: light, technical: 'green' },
  }
}

function holding(plan: Plan): Holding {
  return {
    scope: 'exits',
    reason: 'technical',
    owner: 'p-ana',
    owner_role: 'caller',
    since_at: plan.now - 48_000,
    expected_end_at: plan.now + 72_000,
    note: 'Follow spot is down, second desk is booting',
  }
}

const PLAIN = { start: false, auto: false, anchor_lost: false, fired_assumed: false } as const

export function cues(plan: Plan): Cue[] {
  return [
    {
      id: 'q0',
      department: 'MU',
      name: 'SND 1 opening',
      anchor: { t0: true, offset_ms: 0 },
      ...PLAIN,
      start: true,
      status: plan.live ? 'fired' : 'armed',
      rev: 1,
    },
    ...CUES.map(([department, name, look], n) => ({
      id: `q${n + 1}`,
      ...PLAIN,
      department,
      name,
      anchor: { look: `l${look + 1}`, at: 'exit' as const, offset_ms: 0 },
      status: plan.live ? cueStatus(n) : ('armed' as const),
      ...(n === 0 ? { standby_at: plan.now - 2_000, confirmed_at: plan.now - 1_000 } : {}),
      ...(n === 1 ? { standby_at: plan.now - 5_000 } : {}),
      rev: 1,
    })),
  ]
}

function cueStatus(n: number): Cue['status'] {
  return n < 2 ? 'standby' : 'armed'
}

export function help(plan: Plan): Help[] {
  if (!plan.live || plan.scene === 'quiet') return []
  return [
    {
      id: 'h1',
      look: 'l17',
      kind: 'zip_sew',
      item: 'i17-0',
      status: 'accepted',
      raised_at: plan.now - 95_000,
      raised_by: 'p-c1',
      accepted_by: 'p-sew',
      accepted_at: plan.now - 60_000,
      ready_at: plan.now + 100_000,
      rev: 2,
    },
    {
      id: 'h2',
      look: 'l21',
      kind: 'shoe',
      note: 'left heel loose, needs glue or the spare pair from the desk',
      status: 'open',
      raised_at: plan.now - 20_000,
      raised_by: 'p-c5',
      rev: 1,
    },
  ]
}

export function messages(plan: Plan): Message[] {
  if (!plan.live || plan.scene === 'quiet') return []
  return [
    {
      id: 'n1',
      kind: 'change',
      code: 'look_moved',
      to: ['role:caller', 'role:starter', 'crew:c2', 'crew:c3', 'crew:c5'],
      look: 'l17',
      other: 'l16',
      revision: 12,
      sent_at: plan.now - 100_000,
      sent_by: 'p-sm',
      sent_role: 'stage_manager',
      acks: { 'p-ana': plan.now - 90_000, 'p-c5': plan.now - 80_000 },
      rev: 3,
    },
  ]
}

export function decisions(plan: Plan): Decision[] {
  if (!plan.live || plan.scene === 'quiet') return []
  return [
    {
      id: 'd1',
      kind: 'reanchor',
      raised_at: plan.now - 40_000,
      cue: 'q6',
      look: 'l31',
      options: [
        { id: 'previous', label: 'with look 29' },
        { id: 'next', label: 'with look 31' },
        { id: 'manual', label: 'call it by hand' },
      ],
      rev: 1,
    },
  ]
}

export function passes(): Pass[] {
  const made = { created_at: 0, rev: 1 }
  return [
    { id: 'p-ana', role: 'caller', label: 'Ana', ...made },
    { id: 'p-sm', role: 'stage_manager', label: 'Jules', ...made },
    { id: 'p-starter', role: 'starter', label: 'Max', ...made },
    { id: 'p-sew', role: 'seamstress', label: 'Ola', ...made },
    { id: 'p-foh', role: 'front_of_house', label: 'Priya', ...made },
    ...range(DRESSERS.length).map((n) => ({
      id: `p-c${n + 1}`,
      role: 'dresser' as const,
      label: DRESSERS[n] ?? '',
      scope: { crew: `c${n + 1}` },
      ...made,
    })),
  ]
}
