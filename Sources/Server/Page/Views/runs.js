// What was heated: how soon it was warm, how long it held, and with how much energy.

const runsAtATime = 20;
const runTitles = { always_on: 'ev_heat', auto: 'run_auto', drying: 'run_dry', calibration: 'run_calibration' };
// These ends are as they should be.
const goodEnds = ['wish', 'drying_done', 'calibration_over', 'not_wanted', 'mode_changed'];

const energy = wh => (wh >= 1000 ? `${fixed(wh / 1000, 2)} kWh` : `${Math.round(wh)} Wh`);
function money(value, currency) {
  try {
    return value.toLocaleString(region, { style: 'currency', currency });
  } catch {
    return `${fixed(value, 2)} ${currency}`; // No currency that the browser knows.
  }
}
const energyAndCost = ({ energy_wh: wh, cost }, currency) =>
  [wh === null ? '' : energy(wh), cost === null ? '' : money(cost, currency)].filter(Boolean).join(' · ');

function runRow(run, currency) {
  const item = make('li'), row = make('div'), time = make('time', dayAndClock(run.start_ms + clockShift)), what = make('span');
  time.dateTime = new Date(run.start_ms).toISOString();
  what.append(make('span', t(runTitles[run.purpose] ?? 'ev_heat', { t: degrees(run.target_c) })));
  const facts = [
    run.to_target_s === null ? '' : t('run_warm_after', { span: span(run.to_target_s) }),
    run.held_s > 60 ? t('run_held', { span: span(run.held_s) }) : '',
    run.ended === null ? t('run_goes_on') : '',
  ].filter(Boolean).join(' · ');
  if (facts) what.append(make('small', facts));
  if (run.ended !== null && !goodEnds.includes(run.ended)) what.append(make('small', sentence(run.text)));
  row.append(time, what, make('b', energyAndCost(run, currency)));
  item.append(row);
  return item;
}

// A run begins and ends with the heat; the store knows of it a moment later.
let wasHeating = null;
function watchRuns({ power, activity }) {
  const isHeating = `${power} ${activity}`;
  if (isHeating === wasHeating) return;
  wasHeating = isHeating;
  for (const wait of [500, 3000, 8000]) setTimeout(loadRuns, wait);
}

let shownRuns = '';
async function loadRuns() {
  if (document.body.dataset.view !== 'history') return;
  const answer = await get(`api/v1/runs?limit=${runsAtATime}`);
  const { runs, today, month, currency } = answer;
  const card = byId('runs-card');
  show(card, document.body.dataset.view === 'history' && runs?.length > 0);
  const key = JSON.stringify(answer.runs);
  if (card.hidden || key === shownRuns) return;
  shownRuns = key;
  const title = make('h2', t('runs'));
  title.id = 'runs-title';
  const list = make('ol', '', 'events runs');
  list.append(...runs.map(run => runRow(run, currency)));
  const sums = make('dl', '', 'fact'), file = make('a', t('save_csv'), 'b bare');
  file.href = 'api/v1/runs?limit=2000&format=csv';
  file.download = 'hearth-runs.csv';
  card.replaceChildren(title, list, sums, make('p', t('runs_note'), 'small dim'), file);
  fillFacts(sums, [[t('runs_today'), energyAndCost(today, currency)], [t('runs_month'), energyAndCost(month, currency)]]);
}
