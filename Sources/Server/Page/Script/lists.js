// What happened, health, and the readings in detail.

const events = new Map(); // by id
const eventsAtATime = 100;
let clockShift = 0; // ms that this browser's clock is ahead of the device's
let chip = 'everything';
let hasOlder = false;

const newestOf = kind => [...events.values()].filter(event => event.kind === kind).sort((a, b) => b.id - a.id)[0];

const kindsOf = {
  heat: ['powered_on', 'powered_off', 'drying_started', 'drying_ended', 'soak_ended', 'foldback_began', 'foldback_ended',
    'heat_paused', 'heat_resumed'],
  faults: ['latched', 'latch_cleared', 'warning_raised', 'warning_ended', 'calibration_failed'],
  settings: ['settings_changed', 'network_news', 'access_news', 'update_news', 'page_news', 'calibration_started',
    'model_adopted', 'calibration_forgotten'],
};

// An event in the page's words, with a line below; what is newer than the page in the device's own.
function eventTitle(event) {
  const asked = whoAsked(event.requester);
  const target = degrees(event.target_c);
  switch (event.kind) {
    case 'started': return { text: t('ev_started') };
    case 'powered_on':
      return { by: asked, text: event.mode === 'auto' ? t('ev_auto') : event.mode === 'drying' ? t('ev_dry_on') : t('ev_heat', { t: target }) };
    case 'powered_off': return { text: t('ev_off'), by: event.reason === 'wish' ? asked : t(event.reason) };
    case 'drying_started': return { text: t('ev_dry', { t: target, span: span(event.duration_s) }), by: asked };
    case 'drying_ended': return { text: t('ev_dry_end'), by: asked };
    case 'latched': return { text: t('ev_fault', { title: titleOf(event) }), look: 'bad' };
    case 'latch_cleared': return { text: t('ev_cleared'), by: titleOf(event) };
    case 'warning_raised': return { text: t('ev_warning', { title: titleOf(event) }), look: event.has_run_up ? 'bad' : '' };
    case 'warning_ended': return { text: t('ev_warning_end', { title: titleOf(event) }) };
    case 'foldback_began': return { text: t('ev_foldback') };
    case 'foldback_ended': return { text: t('ev_foldback_end') };
    case 'calibration_started': return { text: t('ev_calibration'), by: asked };
    case 'calibration_forgotten': return { text: t('ev_forgotten'), by: asked };
    case 'soak_ended': return { text: t('ev_soaked') };
    case 'heat_paused': return { text: event.contact === 'door' ? t('ev_door_open') : sentence(event.text) };
    case 'heat_resumed': return { text: event.contact === 'door' ? t('ev_door_closed') : sentence(event.text) };
    case 'model_adopted':
      if (event.cause === 'calibration' && typeof event.quality === 'number') {
        return { text: t('ev_calibrated', { q: percent(event.quality) }) };
      }
      return { text: sentence(event.text) };
    default: return { text: sentence(event.text), by: asked };
  }
}

function addEvents(more) {
  for (const event of more) events.set(event.id, event);
  showEvents();
}

function showEvents() {
  const kinds = kindsOf[chip];
  const isNow = document.body.dataset.view === 'now';
  const list = [...events.values()].filter(({ kind }) => kind !== 'clear_approved' && (isNow || !kinds || kinds.includes(kind)))
    .sort((a, b) => b.id - a.id).slice(0, isNow ? 8 : 400);
  const items = list.map(event => {
    const item = make('li', '', event.kind);
    const { text, by, look } = eventTitle(event);
    const isStory = Boolean(event.has_run_up || event.code);
    const row = isStory ? makeButton('', '', () => withViews('openStory', event)) : make('div');
    const time = make('time', dayAndClock(event.time_ms));
    time.dateTime = new Date(event.time_ms).toISOString();
    const what = make('span', text, look);
    if (by) what.append(make('small', by));
    if (event.time_unsure) what.append(make('small', t('clock_unset')));
    row.append(time, what);
    if (isStory) row.append(makeIcon('next'));
    item.append(row);
    return item;
  });
  if (items.length === 0) {
    items.push(make('li', t('nothing_yet'), 'dim'));
  }
  byId('events').replaceChildren(...items);
}

async function loadEvents(before) {
  const answer = await get(`api/v1/events?limit=${eventsAtATime}${before === undefined ? '' : `&before=${before}`}`);
  say(byId('events-said'), answer.error ? sentence(answer.error) : '');
  if (!answer.events) return false;
  clockShift = Date.now() - (answer.at || Date.now());
  if (Math.abs(clockShift) < 2000) clockShift = 0;
  addEvents(answer.events);
  hasOlder = answer.events.length === eventsAtATime;
  show(byId('older'), hasOlder && document.body.dataset.view === 'history');
  return hasOlder;
}

function makeLists() {
  byId('older').addEventListener('click', () => loadEvents(Math.min(...events.keys())));
  const names = { everything: t('everything'), heat: t('heat'), faults: t('faults'), settings: t('settings') };
  byId('chips').replaceChildren(...Object.entries(names).map(([key, name]) => {
    const button = makeButton(name, '', () => {
      chip = key;
      for (const other of byId('chips').children) other.setAttribute('aria-pressed', String(other === button));
      showEvents();
    });
    button.setAttribute('aria-pressed', String(key === chip));
    return button;
  }));
}

// Rows of a description list, written in place.
function fillFacts(list, rows) {
  const texts = rows.filter(([, value]) => value !== '' && value !== null).flat();
  while (list.children.length > texts.length) list.lastChild.remove();
  texts.forEach((text, index) => {
    if (!list.children[index]) list.append(make(index % 2 === 0 ? 'dt' : 'dd'));
    say(list.children[index], text);
  });
}

function showFacts(current) {
  const { element, chamber_second: second, soak, lease } = current;
  const reading = probe => (probe.temperature_c === null ? t(probe.condition) : measured(probe.temperature_c));
  const contacts = Object.entries(current.contacts ?? {});
  const open = contacts.filter(([, level]) => level === 'open').map(([name]) => t(name));
  fillFacts(byId('facts'), [
    [t('element'), reading(element)],
    [t('second_probe'), second.condition === 'absent' ? '' : reading(second)],
    [t('heater_power'), percent(current.duty)],
    [t('fan'), t(current.fan_on ? 'on' : 'off_small')],
    [t('open_contacts'), contacts.length === 0 ? '' : open.join(', ') || t('none')],
    [t('heat_soak'), !soak ? '' : soak.phase === 'done' ? t('done')
      : soak.remaining_s === null ? t('waiting') : t('in_span', { span: span(soak.remaining_s) })],
    [t('lease'), lease ? t('in_span', { span: span(lease.remaining_s) }) : ''],
    [t('set_by'), whoAsked(current.changed_by)],
  ]);
  say(byId('about'), t('about', { version: current.version, span: span(current.uptime_s),
    kwh: fixed(current.counters.energy_wh / 1000, 2) }));
}

// What the runs measured against the calibration.
let shownHealth = '';
function showHealth({ health: { heater, blower, loss, probe_difference_k: probes, relay } }) {
  const rows = [
    [t('heater'), heater, percent, t('h_heater'), value => value < .8],
    [t('h_blower_name'), blower, percent, t('h_blower'), value => value < .85],
    [t('h_loss_name'), loss, percent, t('h_loss'), () => false],
    [t('h_probes_name'), probes, value => difference(Math.abs(value)), t('h_probes'), value => Math.abs(value) > 2],
  ].filter(([, figure]) => figure.now !== null).map(([name, { now, before, before_days: days }, inWords, what, isWorn]) => ({
    name, value: inWords(now), isWorn: isWorn(now), days,
    what: before === null ? what : t('h_before', { what, value: inWords(before), n: Math.round(days) }),
  }));
  if (relay.used !== null) {
    rows.push({ name: t('h_relay_name'), value: percent(relay.used), isWorn: relay.used >= .8,
      what: t('h_relay', { n: relay.switchings.toLocaleString(region) }) });
  }
  const key = JSON.stringify(rows);
  if (key === shownHealth) return;
  shownHealth = key;
  byId('health').replaceChildren(...rows.map(({ name, value, what, isWorn }) => {
    const item = make('li', '', isWorn ? 'worn' : '');
    const named = make('span', name);
    named.prepend(make('span', `${t(isWorn ? 'health_look' : 'health_good')}: `, 'vh'));
    item.append(makeIcon(isWorn ? 'warn' : 'ok'), named, make('b', value), make('small', what));
    return item;
  }));
  if (rows.length === 0) byId('health').append(make('li', t('health_none'), 'none dim'));
}

// The printer beside the heater: what it said last.
const nameOfPrinter = printer => printer.name || printer.address;
function showPrinterCard({ device: { printer } }) {
  show(byId('printer-card'), printer.link !== 'unbound' && document.body.dataset.view === 'now');
  const name = nameOfPrinter(printer), words = t(`l_${printer.link}`);
  say(byId('printer-state'), words);
  byId('printer-state').className = printer.link === 'connected' ? 'good' : 'dim';
  const { report } = printer;
  if (!report) { fillFacts(byId('printer-facts'), [[name, words]]); return; }
  const share = report.progress === null ? '' : `, ${percent(report.progress)}`;
  const left = report.remaining_s === null ? '' : `, ${t('left', { span: span(report.remaining_s) })}`;
  const activity = report.activity ? t(report.activity) : '–';
  fillFacts(byId('printer-facts'), [
    [name, `${activity}${share}${left}`],
    [t('p_bed'), report.bed_c === null ? '' : measured(report.bed_c)],
    [t('p_bed_set'), report.bed_target_c > 0 ? degrees(report.bed_target_c) : t('off_small')],
    [t('filament'), report.filament],
    [t('p_file'), report.file],
    [t('p_age'), report.age_s < 5 ? t('just_now') : t('ago', { span: span(report.age_s) })],
  ]);
}
