// What most visits never need: settings, heaters, the first run's guide, the description of a board, and the stories
// of faults. It is a script of its own, which is fetched when the first of these is needed. Its address changes with
// what is in it, so an open page never gets the views of another version.

const pageNonce = document.currentScript.nonce; // What carries it may run in this page.
let viewsTried = null; // the attempt to fetch them
let isMissing = false; // it failed; the next contact or the next tap tries again

// The fetched script puts its own functions in place of these.
const nothing = () => false;
const fetched = {
  isThere: false, showState: nothing, showView: nothing, showAccess: nothing, showGuide: nothing, showFault: nothing,
  loadMinutes: nothing, play: nothing,
};

// Gives whether they are there.
function fetchViews() {
  if (fetched.isThere) return Promise.resolve(true);
  viewsTried ??= new Promise(resolve => {
    const script = make('script');
    script.nonce = pageNonce;
    script.src = viewsAddress;
    for (const kind of ['load', 'error']) script.addEventListener(kind, () => resolve(fetched.isThere));
    document.head.append(script);
  }).then(isThere => {
    viewsTried = null;
    isMissing = !isThere;
    // The device runs another version by now: its page comes with its own views.
    if (isMissing && link === 'live' && state.version !== pageVersion) location.reload();
    else showView();
    return isThere;
  });
  return viewsTried;
}

// Fetches them where one is open, and says where that failed.
function openViews() {
  const { view } = document.body.dataset;
  const isOpen = view === 'settings' || view === 'fleet';
  show(byId('fleet'), view === 'fleet' && fetched.isThere);
  show(byId('views-said'), isOpen && isMissing);
  if (fetched.isThere) fetched.showView();
  else if ((isOpen || view === 'history') && !isMissing) fetchViews();
}

// Fetches them where what the device tells needs one.
function wantViews(current) {
  const isAway = current.chamber.condition === 'absent';
  document.body.dataset.board = isAway ? 'none' : '';
  const isWanted = isAway || current.latch || !isCalibrated(current) || memory.get('guided', false) || sounds || tells;
  if (isWanted && !fetched.isThere && !isMissing) fetchViews();
}

// Does what a tap asks for, once it is there.
async function withViews(name, value) {
  if (await fetchViews()) fetched[name](value);
  else toast(t('not_loaded'));
}
