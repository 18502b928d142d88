// Heat, dry, auto: one tap each, with Undo.

// What people heat and dry for, as the device keeps it. The first four that heat are cards, and the first four
// for drying.
let presets = [];
const presetsOf = ({ device }) => device.presets.map(
  ({ name, heat_c: heat, dry_c: dry, dry_hours: hours }) => ({ name, heat, dry, hours }));

const tabs = ['heat', 'dry', 'auto'];
const modeOf = { heat: 'always_on', dry: 'drying', auto: 'auto' };
let tab = 'heat';
let shownMode = null;
let wanted = null; // °C in the stepper until the device has it
let sendTimer = null;
let tells = memory.get('tells', false);
let driedAs = memory.get('dried-as', null); // which filament this browser dries

const dryName = ({ target_c: target, duration_s: duration }) =>
  (driedAs?.target === target && driedAs.duration === duration ? driedAs.name
    : presets.find(({ dry, hours }) => dry === target && Math.abs(hours * 3600 - duration) < 1)?.name ?? '');
const inHours = hours => fixed(hours, Math.abs(hours - Math.round(hours)) < .005 ? 0 : 1);
const isHeatOn = () => Boolean(state?.power && state.mode === 'always_on');
const targetShown = () => wanted ?? state?.target_c ?? 55;
const clampToHighest = c => {
  if (state && c > state.highest_target_c) {
    toast(t('highest', { t: degrees(state.highest_target_c) }));
    return state.highest_target_c;
  }
  return Math.max(0, c);
};

function chooseTab(name, isFocused = false) {
  tab = name;
  for (const other of tabs) {
    const button = byId(`tab-${other}`);
    button.setAttribute('aria-selected', String(other === tab));
    button.tabIndex = other === tab ? 0 : -1;
    show(byId(`panel-${other}`), other === tab);
  }
  if (isFocused) byId(`tab-${tab}`).focus({ preventScroll: true });
}

// Heat now. With "tell me" the device watches for the heat soak too.
async function heatTo(c, { button, isOneTap }) {
  clearTimeout(sendTimer);
  const mine = offs;
  const target = clampToHighest(c);
  const before = isOneTap ? asItWas(state) : null;
  wanted = target;
  if (isOneTap) pressing = target;
  showControls(state);
  const isDone = await press(button, [tells ? { soak_at: target } : { heat_to: target }]);
  wanted = pressing = null;
  if (isDone && isOneTap && mine === offs) offerUndo(t('done_heating', { t: degrees(target) }), before);
  showControls(state);
}
let pressing = null; // the preset that was tapped shows its new state at once

// Plus and minus: while it heats, the target follows 400 ms after the last tap.
function stepTarget(by) {
  if (!state) return;
  const shown = Math.round(inUnit(targetShown())) + by;
  wanted = clampToHighest(fromUnit(shown));
  showControls(state);
  clearTimeout(sendTimer);
  // An Off in between has the last word.
  const mine = offs;
  if (isHeatOn()) sendTimer = setTimeout(() => { if (mine === offs) heatTo(wanted, { button: byId('heat') }); }, 400);
}
// A held button repeats.
function whileHeld(button, act) {
  let timer = null, isRepeating = false;
  const stop = () => { clearTimeout(timer); timer = null; };
  const repeat = () => { isRepeating = true; act(); timer = setTimeout(repeat, 120); };
  button.addEventListener('pointerdown', () => { isRepeating = false; timer = setTimeout(repeat, 500); });
  for (const kind of ['pointerup', 'pointerleave', 'pointercancel', 'blur']) button.addEventListener(kind, stop);
  button.addEventListener('click', () => { stop(); if (!isRepeating) act(); isRepeating = false; });
}

async function dryFor(target, hours, name, button) {
  const before = asItWas(state);
  const mine = offs;
  const wish = { target_c: clampToHighest(target), hours };
  driedAs = { name, target: wish.target_c, duration: hours * 3600 };
  memory.set('dried-as', driedAs);
  if (!await press(button, [{ dry: wish }])) return;
  for (const id of ['dry-target', 'dry-hours']) edited.delete(byId(id));
  if (mine === offs) offerUndo(t(name ? 'done_drying' : 'done_drying_own', { name, n: inHours(hours) }), before);
}

function presetButton(name, value, act) {
  const button = makeButton('', 'preset', () => act(button));
  button.append(make('span', name), make('b', value), make('small', '\u00a0'));
  return button;
}

let shownPresets = '';
function makePresets(current) {
  const highest = current.highest_target_c, longest = current.drying.longest_hours;
  const key = JSON.stringify([presets, highest, longest, unit]);
  if (key === shownPresets) return;
  shownPresets = key;
  const brief = c => degrees(c).replace(/ °.$/, '°');
  byId('heat-presets').replaceChildren(...presets.filter(({ heat }) => heat !== null).slice(0, 4).map(({ name, heat }) => {
    const target = Math.min(heat, highest);
    const button = presetButton(name, brief(target), () => heatTo(target, { button, isOneTap: true }));
    button.dataset.target = target;
    return button;
  }));
  byId('dry-presets').replaceChildren(...presets.filter(({ dry }) => dry !== null).slice(0, 4).map(({ name, dry, hours }) => {
    const [target, time] = [Math.min(dry, highest), Math.min(hours, longest)];
    const button = presetButton(name, brief(target), () => dryFor(target, time, name, button));
    say(button.lastChild, `${inHours(time)} h`);
    return button;
  }));
}

function showPresets(current) {
  const now = current.chamber.temperature_c;
  for (const button of byId('heat-presets').children) {
    const target = Number(button.dataset.target);
    const isOn = pressing !== null ? pressing === target : isHeatOn() && current.target_c === target;
    button.setAttribute('aria-pressed', String(isOn));
    const words = isOn ? t(current.activity === 'holding' && pressing === null ? 'p_ready' : 'p_heating')
      : now === null ? '\u00a0' : target < now - 1 ? t('p_cools') : target <= now + .5 ? t('p_ready_now') : '\u00a0';
    say(button.lastChild, words);
  }
}

function showControls(current) {
  if (!current) return;
  presets = presetsOf(current);
  makePresets(current);
  showPresets(current);
  const isOn = isHeatOn();
  show(byId('target-field'), isOn);
  show(byId('heat'), !isOn);
  say(byId('heat'), t('heat_to', { t: degrees(targetShown()) }));
  follow(byId('target'), degrees(targetShown()).replace(/ °.$/, ''));
  byId('tell').checked = tells;
  const { drying, auto } = current;
  const runs = isDrying(current);
  show(byId('dry-choice'), !runs);
  show(byId('dry-run'), runs);
  say(byId('remaining'), span(drying.remaining_s));
  say(byId('dry-of'), t('of_hours', { n: inHours(drying.duration_s / 3600) }));
  const plain = c => degrees(c).replace(/ °.$/, '');
  follow(byId('dry-now'), plain(drying.target_c));
  follow(byId('dry-target'), plain(drying.custom_target_c));
  follow(byId('dry-hours'), inHours(drying.custom_hours + drying.custom_minutes / 60));
  follow(byId('heat-bed'), plain(auto.heat_bed_threshold_c));
  follow(byId('fan-bed'), plain(auto.fan_bed_threshold_c));
  follow(byId('auto-target'), plain(current.target_c));
  const hours = typed(byId('dry-hours').value) ?? 0;
  say(byId('dry'), t('dry_until', { time: hours > 0 ? clock(Date.now() + hours * 3600000) : '–' }));
  const own = current.bed?.chamber_target_c ?? null;
  say(byId('auto-words'), own !== null ? (own > 0 ? t('auto_filament', { t: degrees(own) }) : t('auto_filament_none'))
    : current.device.printer.link === 'unbound' ? t('no_heat_unbound') : '');
  show(byId('start-auto'), !(current.power && current.mode === 'auto'));
  showTabs(current);
}

// The tab follows the device's mode when that changes, not while somebody looks around. A device that is
// new is in mode auto, which without a printer is of no use.
function showTabs(current) {
  const isIdle = current.mode === 'auto' && !current.bed && (!current.power || current.activity === 'calibrating');
  const mode = isIdle ? 'always_on' : current.mode;
  if (mode !== shownMode) {
    shownMode = mode;
    chooseTab(tabs.find(name => modeOf[name] === mode) ?? 'heat');
  }
  for (const name of tabs) {
    const button = byId(`tab-${name}`);
    const isOn = current.power && current.mode === modeOf[name] && current.activity !== 'calibrating';
    show(button.querySelector('.dot'), isOn);
    if (isOn) label(button, `${t(name)} ${t('is_on')}`); else button.removeAttribute('aria-label');
  }
}

// A number field with minus and plus beside it.
function makeMini(box) {
  const field = box.querySelector('input');
  const by = Number(box.dataset.step);
  const name = field.getAttribute('aria-label');
  const button = (icon, words, step) => {
    const made = makeButton('', '', () => {});
    made.append(makeIcon(icon));
    label(made, t(words, { name }));
    whileHeld(made, () => {
      field.value = String(Math.round((typed(field.value) ?? 0) + step));
      edited.add(field);
      field.dispatchEvent(new Event('change', { bubbles: true }));
    });
    return made;
  };
  box.prepend(button('minus', 'less', -by));
  box.append(button('plus', 'more', by));
}

// A field of mode auto, or of a drying run, is saved when somebody leaves it; that turns nothing on.
const autoWishes = {
  'auto-target': c => ({ set_target: clampToHighest(c) }), 'heat-bed': c => ({ set_heat_bed_threshold: c }),
  'fan-bed': c => ({ set_fan_bed_threshold: c }), 'dry-now': c => ({ change_drying: { target_c: clampToHighest(c) } }),
};
const autoTimers = {};
function saveAuto(id) {
  clearTimeout(autoTimers[id]);
  autoTimers[id] = setTimeout(async () => {
    const field = byId(id), value = typed(field.value);
    if (value === null) { toast(t('not_a_number', { text: field.value })); return; }
    await askAll([autoWishes[id](fromUnit(value))]).then(refusal => { if (refusal) toast(refusal); });
    edited.delete(field);
    if (state) showControls(state);
  }, 400);
}

function makeControls() {
  for (const name of tabs) {
    const button = byId(`tab-${name}`);
    button.addEventListener('click', () => chooseTab(name));
    button.addEventListener('keydown', event => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (by) chooseTab(tabs[(tabs.indexOf(name) + by + tabs.length) % tabs.length], true);
    });
  }
  all('.mini').forEach(makeMini);
  whileHeld(byId('less'), () => stepTarget(-1));
  whileHeld(byId('more'), () => stepTarget(1));
  byId('heat').addEventListener('click', () => heatTo(targetShown(), { button: byId('heat'), isOneTap: true }));
  byId('target').addEventListener('change', () => {
    const field = byId('target'), value = typed(field.value);
    edited.delete(field);
    if (value === null) { toast(t('not_a_number', { text: field.value })); showControls(state); return; }
    heatTo(fromUnit(value), { button: byId('heat') });
  });
  byId('target').addEventListener('keydown', event => { if (event.key === 'Enter') event.target.blur(); });
  byId('tell').addEventListener('change', event => {
    tells = event.target.checked;
    memory.set('tells', tells);
    if (tells && isHeatOn()) press(byId('tell'), [{ soak_at: state.target_c }]);
  });
  byId('dry').addEventListener('click', () => {
    const [target, hours] = [typed(byId('dry-target').value), typed(byId('dry-hours').value)];
    if (target === null || hours === null) {
      toast(t('not_a_number', { text: byId(target === null ? 'dry-target' : 'dry-hours').value }));
      return;
    }
    dryFor(fromUnit(target), Math.max(1, Math.min(hours, state.drying.longest_hours)), '', byId('dry'));
  });
  whileHeld(byId('dry-less'), () => press(byId('dry-less'), [{ change_drying: { add_hours: -1 } }]));
  whileHeld(byId('dry-more'), () => press(byId('dry-more'), [{ change_drying: { add_hours: 1 } }]));
  for (const id of Object.keys(autoWishes)) byId(id).addEventListener('change', () => saveAuto(id));
  byId('start-auto').addEventListener('click', async () => {
    const before = asItWas(state);
    if (await press(byId('start-auto'), [{ mode: 'auto' }, { power: true }])) offerUndo(t('done_auto'), before);
  });
  document.addEventListener('input', event => edited.add(event.target));
  chooseTab('heat');
}
