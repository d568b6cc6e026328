/** What the dresser's phone says is so: of a call for help, of a nudge, of READY on a look that has moved on. */

import { fireEvent, render, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { describe, expect, it } from 'vitest'
import { sessionAt } from '../stage/seats'
import HelpSheet from './HelpSheet.svelte'
import Notice from './Notice.svelte'
import Pieces from './Pieces.svelte'
import Recall from './Recall.svelte'
import { Rail } from './rail.svelte'
import Screen from './Screen.svelte'

function atHand(state = 'live') {
  const session = sessionAt('dresser', state)
  const rail = new Rail(session)
  const row = rail.now
  if (!row) throw new Error('Pia has nothing in hand')
  return { session, rail, row }
}

describe('HELP', () => {
  it('that the server has is called', async () => {
    const { rail, row } = atHand()
    render(HelpSheet, { rail, row })
    await fireEvent.click(screen.getByRole('button', { name: 'ZIP / SEW' }))

    expect(screen.getByRole('status').textContent).toBe('HELP is called.')
  })

  it('without a link has called nobody, and says so', async () => {
    const { rail, row } = atHand('stale')
    render(HelpSheet, { rail, row })
    await fireEvent.click(screen.getByRole('button', { name: 'ZIP / SEW' }))

    expect(screen.getByRole('status').textContent).toMatch(/^No link: nobody is called yet\./)
  })
})

describe('READY with pieces unticked', () => {
  it('asks of the look that it was pressed on, and not of the next one', () => {
    const { session, rail, row } = atHand()
    rail.main()
    expect([rail.asking, rail.now?.id]).toEqual([true, row.id])

    session.patch({ looks: { [row.id]: { status: 'at_line' } } }) // somebody else marked it
    flushSync()

    expect(rail.now?.id).not.toBe(row.id)
    expect(rail.asking).toBe(false)
  })
})

describe('a piece', () => {
  it('that was ticked without a link says that the tick is on this phone', async () => {
    const { rail, row } = atHand('stale')
    render(Pieces, { rail, row })
    await fireEvent.click(screen.getByRole('button', { name: /belt, silver/ }))

    expect(screen.getByRole('button', { name: /belt, silver/ }).textContent).toContain(
      'saved on this phone',
    )
  })

  it('that was unticked without a link is not shown as ticked', async () => {
    const { rail, row } = atHand('stale')
    render(Pieces, { rail, row })
    const box = screen.getByRole('button', { name: /skirt, pleated/ })
    const before = box.getAttribute('aria-pressed')
    await fireEvent.click(box)

    expect([before, box.getAttribute('aria-pressed')]).toEqual(['true', 'false'])
  })

  it('whose mark was refused says why in its own line', () => {
    const { rail, row } = atHand('refused')
    render(Pieces, { rail, row })
    const line = screen.getByRole('button', { name: /belt, silver/ }).parentElement

    expect(line?.textContent).toContain('The belt was replaced.')
  })
})

describe('a mark of mine', () => {
  it('is taken back once, however often UNDO is pressed without a link', async () => {
    const { session, rail } = atHand('stale')
    rail.press({ type: 'undo', seq: rail.marks[0]?.seq ?? 0 })
    render(Recall, { rail })
    const [undo] = screen.getAllByRole('button', { name: /UNDO/ })
    if (undo) await fireEvent.click(undo)

    expect([undo?.textContent, session.diary.length]).toEqual([
      expect.stringContaining('saved on this phone'),
      1,
    ])
  })
})

describe('a nudge', () => {
  it('that somebody does not answer is told with her name', () => {
    const { session, rail } = atHand('unanswered')
    const message = session.mirror.state.messages.get('n9')
    if (!message) throw new Error('nobody was told')
    render(Notice, { rail, message })

    expect(screen.getByRole('alertdialog').textContent).toMatch(/Tom does not answer.*L18/s)
  })

  it('about a change shows that change, and GOT IT answers both', async () => {
    const { session, rail } = atHand()
    const nudge = { id: 'n8', kind: 'nudge', to: ['crew:c1'], subject: 'n1', acks: {}, rev: 1 }
    session.patch({
      messages: { n8: { ...nudge, sent_at: 1, sent_by: 'p-ana', sent_role: 'caller' } },
    })
    const message = session.mirror.state.messages.get('n8')
    if (!message) throw new Error('no nudge')
    render(Notice, { rail, message })
    expect(screen.getByRole('alertdialog').textContent).toContain('L17 now after L16')

    await fireEvent.click(screen.getByRole('button', { name: 'GOT IT' }))

    expect(session.diary.map((one) => one.command)).toEqual([
      { type: 'acknowledge', subject: 'n8' },
      { type: 'acknowledge', subject: 'n1' },
    ])
  })
})

describe('a phone for any dresser', () => {
  it('is told what is for whoever said on it who she is', () => {
    const session = sessionAt('dresser', 'notice')
    session.me = { ...session.me, pass: 'p-any', scope: {} }
    const rail = new Rail(session)
    expect(rail.notices).toEqual([])

    rail.choose('c1')

    expect(rail.notices.map((one) => one.id)).toEqual(['n9'])
    rail.choose(undefined)
  })
})

describe('the link and the time', () => {
  it.each(['notice', 'nudge', 'message', 'stopped'])(
    'are covered by nothing: %s',
    async (state) => {
      const session = sessionAt('dresser', state)
      session.stand('stale')
      const { container } = render(Screen, { session })
      const cover = await screen.findByRole(state === 'stopped' ? 'heading' : 'alertdialog', {
        name: state === 'stopped' ? /STOP/ : '',
      })
      const [head, below] = ['.head', '.below'].map((one) => container.querySelector(one))

      expect([below?.contains(cover), below?.contains(head ?? null)]).toEqual([true, false])
      expect(head?.textContent).toMatch(/NO LINK.*14:32/s)
    },
  )
})
