// Knowing whether what is shown is true.

const liveFor = 3000; // ms; the device tells its state every 500 ms
const blankAfter = 60000; // ms; then the old readings go
const retries = [1000, 2000, 3000, 5000]; // ms
const silentFor = 5000; // ms

// A sleeping phone stops one clock, a set clock jumps the other: the greater age is the true one.
const stamp = () => ({ steady: performance.now(), wall: Date.now() });
const age = since => Math.max(performance.now() - since.steady, Math.abs(Date.now() - since.wall));

let state = null;
let link = 'new'; // then 'live', 'lost', or 'frozen': the server answers, the controller does not
let stream = null;
let opened = stamp();
let heard = null;
let stepped = null;
let lastStep = null; // of this connection: what a server has kept since long ago proves nothing
let tries = 0;
let retryAt = null;
let poller = null;
let pageVersion; // the version that this page came from

function connect() {
  stream?.close();
  retryAt = null;
  opened = stamp();
  if (typeof EventSource === 'undefined') { pollState(); return; }
  stream = new EventSource('api/v1/stream');
  stream.addEventListener('open', () => {
    opened = stamp();
    lastStep = null;
  });
  // A stream cannot tell why it was refused.
  stream.addEventListener('error', async () => {
    stream.close();
    retryAt = Date.now() + retries[Math.min(tries, retries.length - 1)];
    tries += 1;
    const answer = await fetch('api/v1/state').catch(() => null);
    if (answer?.status === 401) showLogin();
  });
  stream.addEventListener('state', event => take(JSON.parse(event.data)));
  stream.addEventListener('event', event => {
    const one = JSON.parse(event.data);
    addEvents([one]);
    if (one.kind === 'latched') fetched.loadMinutes(one.number);
  });
}

// For a browser without event streams.
function pollState() {
  clearTimeout(poller);
  poller = setTimeout(pollState, 1000);
  fetch('api/v1/state').then(answer => {
    if (answer.status === 401) showLogin();
    return answer.json();
  }).then(take).catch(() => {});
}

function take(current) {
  heard = stamp();
  if (lastStep !== null && current.step !== lastStep) stepped = heard;
  lastStep = current.step;
  state = current;
  tries = 0;
  const wasLive = link === 'live';
  judge();
  if (link !== 'live') return;
  showState(current);
  addPoint(current);
  if (!wasLive) comeBack();
}

// The unit is the device's, for every browser; this one remembers it for its next visit.
function followUnit({ device }) {
  if (device.unit === unit) return;
  unit = device.unit;
  memory.set('unit', unit);
  fillWords();
}

function showState(current) {
  pageVersion ??= current.version;
  followUnit(current);
  watchActivity(current);
  watchNews(current);
  showTroubles(current);
  showFault(current);
  showCard();
  showControls(current);
  showCalibration(current);
  showHealth(current);
  showFacts(current);
  showOff();
  showPrinterCard(current);
  fetched.showState(current);
  showLater(current);
  wantViews(current);
  say(byId('hostname'), current.device.hostname);
  document.title = `${newsTitle()}${current.chamber.temperature_c === null ? '' : `${number(current.chamber.temperature_c)}° `}${
    harmless(current.device.hostname)}`;
  enable();
}

// The first contact, or one after a gap: history fills the gap.
async function comeBack() {
  loadHistory();
  await loadEvents();
  loadMarks();
  loadAccess();
  isMissing = false;
  openViews();
}

function judge() {
  const isLive = stepped && age(stepped) < liveFor;
  const isHeard = heard && age(heard) < liveFor;
  const isNew = age(opened) < liveFor;
  const before = link;
  if (isLive) link = 'live';
  else if (isHeard && !isNew) link = 'frozen';
  else if (!isHeard && (heard || !isNew)) link = 'lost';
  if (link === 'live' && before === 'live') return;
  say(byId('link'), t(`link_${link}`));
  byId('link').parentElement.classList.toggle('is-live', link === 'live');
  if (link === 'live') return;
  if (link !== 'new') {
    showCard();
    document.title = `${t('no_contact')} · Hearth`;
  }
  showOff();
  enable();
}

const showTrying = () => {
  const wait = retryAt === null ? 1 : Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
  say(byId('trying'), link === 'lost' ? t('trying_again', { s: wait }) : '');
};

function tick() {
  judge();
  if (retryAt !== null && Date.now() >= retryAt) connect();
  // Where the network vanishes without a word, the browser would wait for minutes.
  const isSilent = !heard || age(heard) > silentFor;
  if (retryAt === null && isSilent && age(opened) > silentFor) connect();
  if (!document.hidden) draw();
}

// Nobody starts heat on readings that are not live. Off works always; so does looking around.
function enable() {
  const isLive = link === 'live';
  const reason = !isLive ? 'asleep_lost' : state?.calibration.phase !== null ? 'asleep_calibration' : state?.latch ? 'asleep_fault' : '';
  const isAsleep = reason !== '';
  for (const control of all('.panel button, .panel input')) control.disabled = isAsleep || 'asking' in control.dataset;
  for (const words of all('.asleep')) say(words, isAsleep && link !== 'new' ? t(reason) : '');
  show(byId('tell-row'), !isAsleep);
  for (const button of all('.needs-live, #clear, #calibrate, #later-calibrate, #stop-calibration')) {
    button.disabled = !isLive || 'asking' in button.dataset;
  }
  if (state?.latch?.clearing) byId('clear').disabled = true;
  say(byId('clear'), t(state?.latch?.clearing ? 'clearing' : 'clear_fault'));
}
