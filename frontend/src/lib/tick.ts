/** What an iPhone has for fingers: turning a switch ticks. It does so within a tap only, never for news. */

/** Return what makes one tick; nothing where switches do not tick. */
export function switchTick(): (() => void) | undefined {
  if (!('switch' in HTMLInputElement.prototype)) return undefined
  const label = document.createElement('label')
  label.ariaHidden = 'true'
  label.hidden = true
  const box = document.createElement('input')
  box.type = 'checkbox'
  box.setAttribute('switch', '')
  label.append(box)
  document.body.append(label)
  return () => label.click()
}
