// The service's settings, where the device lets them be changed here: broker, messages, price, frames, password. It
// checks each, and says what is wrong with it; what somebody typed stays until then.

const servicePath = 'api/v1/settings';
const serviceFields = {}; // by name, as 'mqtt.broker': { input, kind }
let service = null; // what the device told

const serviceAttributes = {
  switch: { type: 'checkbox', class: 'sw' }, secret: { type: 'password', autocomplete: 'new-password' },
  number: { inputmode: 'decimal', class: 'short' },
};

function addServiceField(inside, name, kind = 'text', hint = '') {
  const input = makeInput(`set-${name.replace(/[._]/g, '-')}`, {
    maxlength: 300, autocapitalize: 'none', spellcheck: 'false', ...serviceAttributes[kind],
  });
  const row = addField(inside, t(`x_${name.replace('.', '_')}`), { control: input, hint });
  input.addEventListener('change', () => saveService(name, row.said));
  input.addEventListener('keydown', event => { if (event.key === 'Enter') input.blur(); });
  serviceFields[name] = { input, kind };
}

const serviceValue = ({ input, kind }) => {
  const text = input.value.trim();
  if (kind === 'switch') return input.checked;
  if (kind === 'list') return text === '' ? [] : text.split(/[\s,]+/).filter(Boolean);
  if (text === '') return null;
  return kind === 'number' ? typed(text) ?? text : text;
};

async function saveService(name, said) {
  const field = serviceFields[name], [section, key] = name.split('.');
  const { refusal } = await post({ [section]: { [key]: serviceValue(field) } }, servicePath);
  sayFor(said, refusal ?? t('saved'), Boolean(refusal));
  if (refusal) return;
  edited.delete(field.input);
  // A secret, and an address that is one, have no business in a page that stays open.
  if (field.kind === 'secret') field.input.value = '';
  loadService();
}

function makeServiceSettings() {
  const { home, notify, device, access: letIn } = sectionNodes;
  for (const [name, kind] of [['mqtt.broker'], ['mqtt.port', 'number'], ['mqtt.tls', 'switch'], ['mqtt.user'],
    ['mqtt.password', 'secret'], ['mqtt.home_assistant', 'switch']]) addServiceField(home.inside, name, kind);
  addServiceField(notify.inside, 'notify.ntfy', 'secret', t('x_ntfy_hint'));
  addServiceField(notify.inside, 'notify.ntfy_token', 'secret');
  addServiceField(notify.inside, 'notify.webhook', 'secret', t('x_webhook_hint'));
  addServiceField(notify.inside, 'notify.webhook_secret', 'secret');
  addServiceField(notify.inside, 'notify.events', 'list', t('x_events_hint'));
  addServiceField(device.inside, 'energy.price_per_kwh', 'number', t('runs_note'));
  addServiceField(device.inside, 'energy.currency', 'text', t('x_currency_hint'));
  makePasswordFields(letIn.inside);
  addServiceField(letIn.inside, 'framing.framed_by', 'list', t('x_framed_hint'));
  makeRestartNote();
}

function makePasswordFields(inside) {
  const field = id => makeInput(id, { type: 'password', maxlength: 128, autocomplete: 'new-password' });
  const old = addField(inside, t('x_old_password'), { control: field('old-password') });
  old.field.id = 'old-row';
  const fresh = field('new-password');
  const send = async (word, button) => {
    const wish = { old: byId('old-password').value, new: word };
    if (!await press(button, [wish], { said: row.said, path: 'api/v1/access/password' })) return;
    location.reload(); // All sessions have ended: the log-in, where there is one now.
  };
  const set = settingButton('set-password', t('set_password'), () => {
    if (fresh.value === '') { fresh.focus(); return; }
    send(fresh.value, set);
  }, 'b main needs-live');
  const remove = settingButton('remove-password', t('x_remove_password'), () => askFirst({
    title: t('x_remove_question'), text: t('guide_password'), act: t('x_remove_now'), keep: t('keep'),
    onYes: () => send(null, remove),
  }));
  const row = addField(inside, t('x_new_password'), { control: fresh, box: [set, remove] });
}

// Some settings are used after a restart, which the device refuses while heat is on.
function makeRestartNote() {
  const note = make('div', '', 'note');
  note.id = 'restart-note';
  const restart = settingButton('restart', t('x_restart_now'), async () => {
    if (await press(restart, [{}], { path: `${servicePath}/restart` })) toast(t('u_restarting'));
  });
  note.append(makeIcon('warn'), make('p', t('x_restart')), restart);
  byId('sections').prepend(note);
}

async function loadService() {
  const answer = await fetch(servicePath).then(got => (got.ok ? got.json() : null)).catch(() => null);
  if (!answer?.mqtt) return;
  if (!service) makeServiceSettings();
  service = answer;
  for (const [name, { input, kind }] of Object.entries(serviceFields)) {
    const [section, key] = name.split('.'), values = service[section];
    if (kind === 'switch') input.checked = values[key] === true;
    else if (kind === 'secret') input.placeholder = values[`${key}_place`] ?? (values[`${key}_set`] ? '••••••••' : '');
    else follow(input, Array.isArray(values[key]) ? values[key].join(', ') : values[key] ?? '');
  }
  const { connection } = service.mqtt;
  say(byId('broker-words'), t(`x_${connection}`));
  show(byId('access-how'), false);
  show(byId('old-row'), service.access.password_set);
  show(byId('remove-password'), service.access.password_set);
  show(byId('restart-note'), service.restart_needed);
}
