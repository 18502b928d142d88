// What the chart shows: stored history of the chosen range, and what the stream adds.

const ranges = [900, 3600, 21600, 86400, 604800, 2592000]; // s
let range = ranges.includes(memory.get('range')) ? memory.get('range') : 900;
let points = []; // oldest first, in this browser's time: the device's clock may be wrong
let loadedAt = 0;
let loading = 0;

const pointEvery = () => Math.max(2000, range * 1000 / 600); // ms
const longestGap = () => Math.max(20000, pointEvery() * 4);

// Fetches the range: at the start, after a lost connection, and now and then.
async function loadHistory() {
  const mine = ++loading;
  const asked = range;
  const answer = await get(`api/v1/history?last_s=${asked}&points=600`);
  if (mine !== loading) return; // Another range was chosen meanwhile.
  loadedAt = Date.now();
  if (!answer.rows) return;
  const index = Object.fromEntries(answer.columns.map((name, at) => [name, at]));
  const shift = Date.now() - (answer.at || Date.now());
  points = answer.rows.map(row => ({
    t: row[index.time_ms] + shift, chamber: row[index.chamber_c], element: row[index.element_c],
    target: row[index.set_point_c], duty: row[index.duty],
  }));
  draw();
}

function addPoint(current) {
  const now = Date.now();
  if (points.length > 0 && Math.abs(now - points.at(-1).t) < pointEvery()) return;
  points.push({
    t: now, chamber: current.chamber.temperature_c, element: current.element.temperature_c,
    target: current.set_point_c, duty: current.duty,
  });
  const oldest = now - range * 1000 - longestGap();
  if (points[0].t < oldest) points = points.filter(point => point.t >= oldest);
  if (now - loadedAt > Math.max(60000, range * 1000 / 150)) loadHistory();
}

// The way that is left, as the device computed it from its model.
function forecastOf({ ready }) {
  if (range !== 900 || !ready || ready.in_s < 20) return [];
  const now = Date.now();
  return ready.path.filter(([seconds]) => seconds > 0).map(([seconds, c]) => [now + seconds * 1000, c]);
}

// Which events are marked: all that somebody did, on long ranges only what matters then.
const markLooks = {
  latched: 'bad', powered_on: 'on', powered_off: 'on', drying_started: 'on', drying_ended: 'on',
  soak_ended: 'good', model_adopted: 'good', latch_cleared: 'on', warning_raised: 'on', update_news: 'on',
  calibration_started: 'on', heat_paused: 'on',
};
const longMarks = ['latched', 'model_adopted', 'update_news'];
const marked = new Map(); // events by id that are older than the list reaches
async function loadMarks() {
  const asked = range;
  const kinds = [...(asked > 86400 ? longMarks : Object.keys(markLooks)), 'warning_raised'].join(',');
  const from = Math.max(0, Math.round(Date.now() - clockShift - asked * 1000));
  const answer = await get(`api/v1/events?limit=500&from_ms=${from}&kinds=${kinds}`);
  if (asked !== range || !answer.events) return;
  marked.clear();
  for (const event of answer.events) marked.set(event.id, event);
  draw();
}
function marksOf(from, to) {
  return [...new Map([...marked, ...events]).values()]
    .filter(({ kind, has_run_up: isStop }) => (range > 86400 ? longMarks.includes(kind) : kind in markLooks) || isStop)
    .map(event => ({ t: event.time_ms + clockShift, name: eventTitle(event).text, event,
      look: event.has_run_up ? 'bad' : markLooks[event.kind] }))
    .filter(({ t: time }) => time >= from && time <= to)
    .sort((a, b) => a.t - b.t);
}

function draw() {
  const plot = byId('plot');
  if (document.hidden || byId('chart-card').hidden) return;
  const isLive = link === 'live' && state !== null;
  const now = Date.now();
  const forecast = isLive && document.body.dataset.view === 'now' ? forecastOf(state) : [];
  const ahead = forecast.length ? forecast.at(-1)[0] - now + 70000 : 0;
  const to = now + ahead;
  const from = now - range * 1000 + ahead * .45;
  drawChart(plot, byId('legend'), {
    points: points.filter(point => point.t >= from - longestGap()).map(point => (point.t < from ? { ...point, t: from } : point)),
    from, to, lines: shownLines, marks: marksOf(from, to), forecast, isLive, longestGap: longestGap(),
    target: state?.set_point_c ?? null, onMark: mark => withViews('openStory', mark.event),
  });
}

function chooseRange(seconds) {
  range = seconds;
  memory.set('range', range);
  for (const button of byId('ranges').children) {
    button.setAttribute('aria-pressed', String(Number(button.dataset.range) === range));
  }
  points = [];
  loadHistory();
  loadMarks();
  show(byId('table'), false);
  byId('table-button').setAttribute('aria-expanded', 'false');
}

function toggleLine(key) {
  shownLines[key] = !shownLines[key];
  memory.set('lines', shownLines);
  all('button', byId('legend')).find(button => button.classList.contains(key))
    .setAttribute('aria-pressed', String(shownLines[key]));
  draw();
}

// The device's own file: times in UTC, degrees Celsius.
function saveCSV() {
  if (points.length === 0) { toast(t('no_readings')); return; }
  const link = document.createElement('a');
  const name = `hearth-${state?.device.hostname.replace(/[^a-z0-9]+/gi, '').toLowerCase() || 'history'}.csv`;
  link.href = `api/v1/history?last_s=${range}&format=csv`;
  link.download = name;
  link.click();
  toast(t('saved_as', { name }));
}

function makeChart() {
  makeLegend(byId('legend'), shownLines, toggleLine);
  byId('ranges').replaceChildren(...ranges.map(seconds => {
    const button = makeButton(t(`r_${seconds}`), '', () => chooseRange(seconds));
    button.dataset.range = seconds;
    button.setAttribute('aria-pressed', String(seconds === range));
    return button;
  }));
  byId('table-button').addEventListener('click', () => withViews('toggleTable'));
  byId('csv').addEventListener('click', saveCSV);
  new ResizeObserver(draw).observe(byId('plot'));
}
