// The heaters of the network. This device asks the others, so the browser needs no right at them; a card leads to
// that heater's own page. What they tell is strangers' text.

const fleetEvery = 2000; // ms
const fleetCards = new Map(); // by address: { item, parts }
let fleetTimer = null;
let isAsking = false;

// Faults first, then those without an answer, those that need attention, then by what they do.
function fleetRank({ answers, state: told }) {
  if (told?.fault) return 0;
  if (!answers) return 1;
  if (told && (told.attention > 0 || !told.calibrated)) return 2;
  if (told?.power) return ['heating', 'holding'].includes(told.activity) ? 3 : 4;
  return 5;
}

const fleetWords = {
  holding: 'ready', cooling_down: 'cooling_down', ventilating: 'fan_only', waiting: 'on_waiting',
  calibrating: 'calibrating', paused: 'door_paused',
};
function fleetLine({ answers, password_needed: isClosed, age_s: age, state: told }) {
  if (!answers) return t('fleet_lost', { span: span(age) });
  if (isClosed) return t('fleet_password');
  if (!told) return t('connecting');
  if (told.fault) return told.fault;
  if (told.activity === 'heating') {
    const line = t('heating_to', { t: degrees(told.set_point_c) });
    return told.ready_in_s === null ? line : `${line} · ${t('ready_at', { time: clock(Date.now() + told.ready_in_s * 1000) })}`;
  }
  return t(fleetWords[told.activity] ?? 'off');
}

function fleetCard(heater) {
  const known = fleetCards.get(heater.address);
  if (known) return known;
  const item = make('li'), title = make('b'), reading = make('span', '', 'at'), line = make('span'), place = make('small', '', 'dim');
  const link = make(heater.self ? 'div' : 'a', '', 'heater');
  if (!heater.self) link.href = `http://${heater.address}/`;
  link.append(title, reading, line, place);
  item.append(link);
  const card = { item, link, title, reading, line, place };
  fleetCards.set(heater.address, card);
  return card;
}

function showFleet({ heaters, searching, left_out: leftOut }) {
  const present = new Set(heaters.map(({ address }) => address));
  for (const [address, { item }] of fleetCards) {
    if (present.has(address)) continue;
    item.remove();
    fleetCards.delete(address);
  }
  const sorted = heaters.map((heater, at) => ({ heater, at, rank: fleetRank(heater) }))
    .sort((one, other) => one.rank - other.rank || one.at - other.at);
  const list = byId('fleet-list');
  sorted.forEach(({ heater, rank }, at) => {
    const card = fleetCard(heater);
    card.link.dataset.tone = ['bad', 'lost', 'warn', 'hot', 'idle', 'idle'][rank];
    say(card.title, heater.name || heater.address);
    say(card.reading, heater.state && heater.answers ? degrees(heater.state.chamber_c) : '');
    say(card.line, fleetLine(heater));
    say(card.place, heater.self ? t('fleet_this') : heater.address);
    // A card is moved only where its place changed: the focus stays.
    if (list.children[at] !== card.item) list.insertBefore(card.item, list.children[at] ?? null);
  });
  const count = heaters.length > 1 ? t('fleet_count', { n: heaters.length }) : '';
  const alone = heaters.length === 1 ? t('fleet_alone') : '';
  say(byId('fleet-count'), leftOut > 0 ? `${count} · ${t('fleet_left_out', { n: leftOut })}` : count);
  say(byId('fleet-said'), searching ? t('fleet_searching') : alone);
}

async function loadFleet() {
  clearTimeout(fleetTimer);
  if (document.body.dataset.view !== 'fleet' || document.hidden || isAsking) return;
  isAsking = true;
  const answer = await get('api/v1/fleet');
  isAsking = false;
  if (answer.heaters) showFleet(answer);
  else say(byId('fleet-said'), sentence(answer.error ?? t('no_answer')));
  fleetTimer = setTimeout(loadFleet, fleetEvery);
}

// Off for all: this one by the page's own Off besides, which tries until it is seen.
async function turnAllOff() {
  const button = byId('fleet-off');
  button.disabled = true;
  say(byId('fleet-result'), t('fleet_turning'));
  turnOff();
  const answer = await fetch('api/v1/fleet/off', { method: 'POST' }).then(got => got.json())
    .catch(() => ({ error: t('no_answer') }));
  button.disabled = false;
  const list = byId('fleet-outcomes');
  list.replaceChildren();
  if (!answer.heaters) { say(byId('fleet-result'), sentence(answer.error ?? t('no_answer'))); return; }
  const failed = answer.heaters.filter(({ off }) => !off);
  byId('fleet-result').classList.toggle('refused', failed.length > 0);
  say(byId('fleet-result'), failed.length === 0 ? t('fleet_all_off', { n: answer.heaters.length })
    : t('fleet_not_off', { n: failed.length, all: answer.heaters.length }));
  list.append(...failed.map(({ name, address, trouble }) =>
    make('li', `${name}${address && address !== name ? ` (${address})` : ''}: ${trouble}`)));
  loadFleet();
}

byId('fleet-off').addEventListener('click', turnAllOff);
document.addEventListener('visibilitychange', loadFleet);
