/** The stage's own door, open while developing only: /stage.html?screen=caller&state=hold&looks=40 */

import { mount } from 'svelte'
import '../../styles/base.css'
import '../../styles/fonts-wide.css'
import Stage from './Stage.svelte'

const stage = document.getElementById('app')
if (!stage) throw new Error('stage.html has lost its #app')

export default mount(Stage, { target: stage })
