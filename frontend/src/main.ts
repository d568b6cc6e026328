import { mount } from 'svelte'
import App from './App.svelte'

const stage = document.getElementById('app')
if (!stage) throw new Error('index.html has lost its #app')

export default mount(App, { target: stage })
