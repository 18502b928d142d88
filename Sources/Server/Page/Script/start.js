// Views and start.

const viewNames = ['now', 'history', 'fleet', 'settings'];

// The view is in the address, so that the browser's back leads back: #history, #settings/printer.
function showView() {
  const [name, section] = location.hash.slice(1).split('/');
  const view = viewNames.includes(name) ? name : 'now';
  const isOther = document.body.dataset.view !== view;
  document.body.dataset.view = view;
  for (const part of all('[data-in]')) show(part, part.dataset.in.split(' ').includes(view));
  // These are shown by what the device says.
  for (const id of ['troubles', 'later', 'guide', 'fault', 'printer-card', 'board-guide', 'runs-card']) show(byId(id), false);
  for (const link of all('.links a')) {
    if (link.dataset.to === view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  say(byId('place'), t(view));
  // A phone's bar has no room for more: its name leads to the others.
  document.querySelector('.who').hash = view === 'now' ? 'fleet' : 'now';
  say(byId('title'), `Hearth, ${t(view)}`);
  show(byId('older'), view === 'history' && hasOlder);
  if (state && link === 'live') showState(state);
  showEvents();
  draw();
  if (isOther) isMissing = false;
  openViews();
  if (isOther) scrollTo(0, 0);
  const target = view === 'settings' && section ? byId(`s-${section}`) : null;
  if (target) {
    target.open = true;
    target.scrollIntoView();
    target.querySelector('summary').focus({ preventScroll: true });
  }
}

const setTheme = theme => {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
};

setTheme(memory.get('theme'));
fillWords();
makeChart();
makeLists();
makeControls();
makeNotes();
showView();
byId('activity').textContent = t('connecting');
enable();
connect();
setInterval(tick, 1000);
addEventListener('hashchange', showView);
document.addEventListener('visibilitychange', () => { if (!document.hidden) tick(); });
