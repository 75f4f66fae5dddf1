import { mount } from 'svelte';
import App from './App.svelte';
import { loadCodebook } from './api/codebook.svelte';
import { me, whoAmI } from './api/me.svelte';
import { Problem } from './api/problem';
import './look/base.css';
import './look/fonts.css';
import './look/tokens.css';
import { go, here, listen as followLinks } from './route/here.svelte';
import { listen as listenToKeys } from './shared/keys.svelte';
import { trouble } from './shared/toasts.svelte';

/** Starts the page at once; who the reader is and what the types are called comes as soon as the server says. */
function start(): void {
  followLinks();
  listenToKeys();
  const target = document.createElement('div');
  target.id = 'app';
  document.body.prepend(target);
  mount(App, { target });
  loadCodebook().catch((failure: unknown) => {
    if (!(failure instanceof Problem) || failure.status !== 401) trouble(failure);
  });
  whoAmI()
    .then(() => {
      const inside = here.path === '/sign-in';
      if (!me.role && !inside) go(`/sign-in?to=${encodeURIComponent(here.path + here.query)}`, { replace: true });
    })
    .catch(trouble);
}

start();
