// Settings of the device itself: name, corrections, calibration; who is let in; simulated faults.

const devicePath = 'api/v1/device';

function askToCalibrate() {
  askFirst({
    title: t('calibrate_question'), text: t('calibrate_text'), act: t('calibrate_now'), keep: t('not_now'),
    onYes: () => press(byId('calibrate'), [{ calibrate: true }]),
  });
}

function makeDeviceSettings() {
  const inside = addSection('device', 'chip');
  const name = makeInput('own-name', { maxlength: 32, autocapitalize: 'none', spellcheck: 'false' });
  const rename = settingButton('rename-now', t('rename'), async () => {
    const isAsked = await press(rename, [{ hostname: name.value.trim() }], { said: row.said, path: devicePath });
    if (isAsked) { edited.delete(name); sayFor(row.said, t('saved')); }
  });
  const row = addField(inside, t('name'), { hint: ' ', control: name, box: [rename] });
  row.text.id = 'name-hint';
  const highest = make('b');
  highest.id = 'highest';
  addField(inside, t('highest_name'), { hint: t('highest_hint'), box: [highest] });
  const offsets = make('div');
  offsets.id = 'offsets';
  inside.append(offsets);
  const calibrate = settingButton('calibrate-2', t('calibrate_dots'), askToCalibrate);
  const forget = settingButton('forget-calibration', t('forget'), () => askFirst({
    title: t('forget_question'), text: t('forget_text'), act: t('forget_now'), keep: t('keep'),
    onYes: () => press(forget, [{ forget_calibration: true }], { said: calibration.said }),
  }));
  const calibration = addField(inside, t('calibration'), { hint: t('calibration_hint'), box: [calibrate, forget] });
  calibration.text.id = 'model-words';
  const reset = settingButton('reset', t('reset'), () => askFirst({
    title: t('reset_question'), text: t('reset_text'), act: t('reset_now'), keep: t('keep'),
    onYes: () => press(reset, [{ restore_factory_settings: true }], { said: over.said }),
  }));
  const over = addField(inside, t('start_over'), { hint: t('start_over_hint'), box: [reset] });
}

function showDevice(current) {
  const { device: { hostname, id }, highest_target_c: highest, model } = current;
  follow(byId('own-name'), hostname);
  say(byId('name-hint'), t('name_hint', { name: hostname }));
  say(byId('highest'), degrees(highest));
  say(sectionNodes.device.summary, t('sum_device', { name: hostname, t: degrees(highest) }));
  say(byId('model-words'), `${sentence(model.text)} ${t('calibration_hint')}`);
  show(byId('forget-calibration'), model.state !== 'not_calibrated');
  say(byId('device-id'), id || '–');
  say(sectionNodes.home.summary, id);
  for (const probe of ['chamber', 'chamber_second', 'element']) {
    if (current[probe].condition === 'absent') continue;
    const field = byId(`offset-${probe}`) ?? makeOffset(probe);
    follow(field, fixed(current[probe].offset_k * (unit === 'F' ? 1.8 : 1), 1));
  }
}

// Leaving the field saves; a wrong value keeps its text and says why.
function makeOffset(probe) {
  const field = makeInput(`offset-${probe}`, { inputmode: 'decimal', maxlength: 6, class: 'short' });
  const row = addField(byId('offsets'), t('correct', { probe: t(`probe_${probe}`) }), {
    hint: t('correct_hint'), control: field, box: [make('span', `°${unit}`)],
  });
  field.addEventListener('change', async () => {
    const value = typed(field.value.replace('−', '-'));
    if (value === null) { sayFor(row.said, t('not_a_number', { text: field.value }), true); return; }
    const offset = value / (unit === 'F' ? 1.8 : 1);
    const refusal = await askAll([{ set_offset: { probe, offset_k: offset } }]);
    if (refusal) { sayFor(row.said, refusal, true); return; }
    edited.delete(field);
    sayFor(row.said, t('saved'));
  });
  field.addEventListener('keydown', event => { if (event.key === 'Enter') field.blur(); });
  return field;
}

function makeHomeSettings() {
  const inside = addSection('home', 'home');
  const id = settingButton('device-id', '–', async () => {
    try {
      await navigator.clipboard.writeText(id.textContent);
      toast(t('copied', { text: id.textContent }));
    } catch {
      getSelection().selectAllChildren(id); // Without https a browser lets a person copy, and no page.
    }
  }, 'b');
  addField(inside, t('device_id'), { hint: t('device_id_hint'), box: [id] });
  addField(inside, t('broker'), { hint: t('broker_hint') }).text.id = 'broker-words';
}

function makeAccessSettings() {
  const inside = addSection('access', 'lock');
  const words = make('b');
  words.id = 'access-words';
  addField(inside, t('password'), { hint: t('access_hint'), box: [words] }).text.id = 'access-how';
  const sessions = make('div');
  sessions.id = 'sessions';
  const out = make('a', t('sign_out'), 'b');
  out.href = 'logout';
  out.id = 'sign-out';
  addField(inside, t('signed_in'), { box: [sessions, out] });
  const keys = make('span');
  keys.id = 'keys';
  addField(inside, t('keys'), { hint: t('keys_hint'), box: [keys] });
}

function showAccess({ password_needed: isNeeded, let_in_by: letInBy, sessions = [], tokens = [] }) {
  const words = t(isNeeded ? 'access_on' : 'access_off');
  say(byId('access-words'), words);
  say(sectionNodes.access.summary, words);
  show(byId('sign-out'), letInBy === 'session');
  byId('sessions').replaceChildren(...sessions.map(({ address, age_s: seconds }) =>
    make('div', t('session', { address, span: span(seconds) }))));
  say(byId('keys'), tokens.join(', ') || t('none'));
}

// Faults of a simulated chamber; a real one has none to offer.
function makeSimulationSettings() {
  const inside = addSection('simulate', 'warn');
  const { details, link } = sectionNodes.simulate;
  show(details, false);
  show(link, false);
  inside.append(make('p', t('simulate_hint'), 'small dim'));
  const select = make('select');
  select.id = 'simulate-fault';
  const path = 'api/v1/simulate';
  const begin = settingButton('simulate-now', t('make_fault'), () => press(begin, [{ fault: select.value }], { said: row.said, path }));
  const end = settingButton('simulate-none', t('repair'), () => press(end, [{ fault: 'none' }], { said: row.said, path }));
  const row = addField(inside, t('fault'), { control: select, box: [begin, end], isWide: true });
}
async function offerFaults() {
  const answer = await fetch('api/v1/simulate').catch(() => null);
  if (!answer?.ok) return;
  const { faults } = await answer.json();
  byId('simulate-fault').replaceChildren(...faults.map(({ name, meaning }) => {
    const option = make('option', `${name}: ${meaning}`);
    option.value = name;
    return option;
  }));
  show(sectionNodes.simulate.details, true);
  show(sectionNodes.simulate.link, true);
}
