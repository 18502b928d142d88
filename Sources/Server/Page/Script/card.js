// The big card: the reading, what the heater does, and what becomes of it.

// What this page saw itself: when drying ended.
const seen = { activity: '', dried: null };

const isCalibrated = ({ model }) => model.state === 'calibrated';
const isDrying = ({ mode, drying, power }) => power && mode === 'drying' && drying.running;
const isAbove = ({ activity, chamber, set_point_c: target }) =>
  activity === 'heating' && chamber.temperature_c !== null && chamber.temperature_c > target + 1;

function watchActivity(current) {
  const key = `${current.activity} ${current.set_point_c}`;
  if (key === seen.activity) return;
  const wasDrying = seen.wasDrying;
  seen.wasDrying = isDrying(current) ? current.drying : null;
  if (wasDrying && !isDrying(current) && wasDrying.remaining_s < 60) {
    seen.dried = { at: Date.now(), after: wasDrying.duration_s };
  } else if (current.power) {
    seen.dried = null;
  }
  seen.activity = key;
}

// What it is doing and why, in words. Nothing that counts stands in `say`: a screen reader reads each change.
function account(current) {
  const target = degrees(current.set_point_c);
  const why = ['boot', 'wish', 'fault'].includes(current.off_reason) ? '' : t(current.off_reason);
  switch (current.activity) {
    case 'latched': return latchedAccount(current);
    case 'calibrating': return calibrationAccount(current);
    case 'paused':
      return { tone: 'idle', icon: 'wait', say: t('door_paused'), then: t('when_closed', { t: target }) };
    case 'heating': case 'holding':
      return isDrying(current) ? dryingAccount(current)
        : current.activity === 'holding' ? holdingAccount(current) : heatingAccount(current);
    case 'ventilating': return { ...waitingAccount(current), icon: 'fan', say: t('fan_only') };
    case 'waiting': return waitingAccount(current);
    case 'cooling_down':
      return { tone: 'idle', icon: 'fan', say: t('cooling_down'), then: t('fan_until_cool'), why: why || t('open_door') };
    case 'off': return offAccount(current, why);
    default: return { tone: 'idle', icon: 'wait', say: sentence(t(current.activity)) };
  }
}

function offAccount(current, why) {
  const base = { tone: 'idle', icon: 'power', say: t('off'), then: t('nothing_heats') };
  if (seen.dried) {
    return { ...base, icon: 'ok', say: t('dry_done'), then: t('ended_at', { time: clock(seen.dried.at) }),
      rest: t('after_span', { span: span(seen.dried.after) }) };
  }
  if (current.drying.running && current.mode === 'drying') return { ...base, why: t('drying_waits') };
  return { ...base, why: why || t(isCalibrated(current) ? 'tap_filament' : 'times_later') };
}

function heatingAccount(current) {
  const target = degrees(current.set_point_c);
  const { temperature_c: now } = current.chamber;
  const base = { tone: 'hot', icon: 'flame', say: t('heating_to', { t: target }), progress: warmed(current),
    progressName: t('progress_heat') };
  if (isAbove(current)) {
    return { ...base, icon: 'fan', say: t('cooling_to', { t: target }),
      then: t('to_go', { k: difference(now - current.set_point_c) }) };
  }
  if (current.folded_back) return { ...base, then: t('easing_off'), why: t('goes_on') };
  const { ready } = current;
  if (!ready) {
    return { ...base, then: now === null ? '' : t('to_go', { k: difference(Math.max(0, current.set_point_c - now)) }),
      why: isCalibrated(current) ? '' : t('calibrate_to_see') };
  }
  const at = Date.now() + ready.in_s * 1000;
  if (ready.slower_than_usual) return { ...base, then: t('ready_slow', { time: clock(at) }), why: t('door_question') };
  return { ...base, then: t('ready_at', { time: clock(at) }), rest: span(Math.max(60, ready.in_s)) };
}

// Which share of the way from the room to the target is done.
function warmed({ chamber, set_point_c: target, model }) {
  if (chamber.temperature_c === null || target <= model.room_c) return null;
  return Math.min(1, Math.max(0, (chamber.temperature_c - model.room_c) / (target - model.room_c)));
}

function holdingAccount(current) {
  const target = degrees(current.set_point_c);
  const { soak } = current;
  if (soak?.phase === 'soaking' || soak?.phase === 'waiting') {
    return { tone: 'ready', icon: 'ok', say: t('at_target', { t: target }),
      then: soak.remaining_s === null ? '' : t('soaked_about', { time: clock(Date.now() + soak.remaining_s * 1000) }),
      rest: soak.remaining_s === null ? '' : span(Math.max(60, soak.remaining_s)), why: t('walls_warming') };
  }
  const held = (Date.now() - clockShift - current.since_ms) / 1000;
  const soaked = soak?.phase === 'done' ? newestOf('soak_ended') : null;
  return { tone: 'ready', icon: 'ok', say: t('ready'), then: t('holding', { t: target }),
    rest: held > 60 ? t('for_span', { span: span(held) }) : '',
    why: soak?.phase !== 'done' ? '' : soaked ? t('soaked_since', { time: clock(soaked.time_ms) }) : t('soaked') };
}

function dryingAccount(current) {
  const { drying } = current;
  const target = degrees(current.set_point_c);
  const name = { pla: 'PLA', petg: 'PETG' }[drying.preset] ?? dryName(drying);
  return { tone: 'hot', icon: 'drop',
    say: name ? t('drying_at', { name, t: target }) : t('drying_own', { t: target }),
    then: t('ends_at', { time: clock(Date.now() + drying.remaining_s * 1000) }),
    rest: t('left', { span: span(drying.remaining_s) }),
    why: current.folded_back ? t('easing_off') : '',
    progress: drying.duration_s > 0 ? 1 - drying.remaining_s / drying.duration_s : null,
    progressName: t('progress_dry') };
}

function calibrationAccount({ calibration }) {
  const phases = ['resting', 'heating', 'cooling'];
  return { tone: 'learn', icon: 'ruler', say: t('calibrating'),
    then: t('done_by', { time: clock(Date.now() + (calibration.remaining_s ?? 0) * 1000) }),
    rest: t('at_most', { span: span(Math.max(60, calibration.remaining_s ?? 0)) }),
    why: t('door_shut'), step: phases.indexOf(calibration.phase) };
}

function latchedAccount(current) {
  const latched = newestOf('latched');
  const time = latched?.number === current.latch.number ? clock(latched.time_ms) : null;
  return { tone: 'bad', icon: 'warn', say: t('stopped_fault'), then: titleOf(current.latch),
    why: time ? t(current.fan_on ? 'heat_off_cooling' : 'heat_off_since', { time }) : t('heat_stays_off') };
}

// On, and yet no heat: why, and what changes that.
function waitingAccount(current) {
  const base = { tone: 'idle', icon: 'wait', say: t('auto_waiting') };
  if (current.mode === 'drying') return { ...base, say: t('dry_waiting'), then: t('no_run') };
  if (current.mode !== 'auto') return { ...base, say: t('on_waiting'), then: t('no_reading_yet') };
  const { bed, auto } = current;
  const reason = current.auto_reason ?? { code: 'no_report_yet' };
  const degreesOf = reason.degrees_c > 0 ? degrees(reason.degrees_c) : '';
  const then = (key, words) => ({ ...base, then: t(key, words) });
  switch (reason.code) {
    case 'no_printer': return { ...then('no_heat_unbound'), why: t('connect_one') };
    case 'no_report_yet': return { ...then('no_heat_lost'), why: t('trying_itself') };
    case 'no_report': return { ...then('no_heat_since', { time: reason.since }), why: t('trying_itself') };
    case 'no_print':
      return { ...(degreesOf ? then('no_heat_idle_bed', { t: degreesOf }) : then('no_heat_idle')), why: t('next_print') };
    case 'preheat_over': return { ...then('no_heat_preheat'), why: t('next_print') };
    case 'cold_filament': return then('no_heat_filament', { name: reason.filament || t('this_filament') });
    case 'unknown_filament':
      return reason.filament ? then('no_heat_unknown', { name: reason.filament }) : then('no_heat_unloaded');
    case 'refused_target': return then('no_heat_refused', { t: degreesOf });
    case 'file_unread': return then('no_heat_unread');
    case 'other_file': return then('no_heat_other_file');
    case 'long_pause': return then('no_heat_pause');
    default:
      return { ...(bed?.target_c > 0 ? then('no_heat_bed', { t: degrees(bed.target_c) }) : then('bed_off')),
        why: t('heat_from_bed', { t: degrees(auto.heat_bed_threshold_c) }) };
  }
}

// Why mode auto heats.
function autoReason({ mode, auto_reason: reason }) {
  if (mode !== 'auto' || !reason?.heats) return '';
  const words = { t: degrees(reason.degrees_c), name: reason.filament ?? '' };
  switch (reason.code) {
    case 'print': return t('auto_by_print', words);
    case 'filament': return t('auto_by_filament', words);
    case 'preheat': return t('auto_by_preheat', words);
    case 'pause_target': return t('auto_by_pause_target', words);
    case 'client': return t('auto_by_client');
    default: return t('auto_by_bed', words);
  }
}

// What the card says while the page does not know what the heater does.
function lostAccount() {
  if (link === 'frozen') {
    return { tone: 'lost', icon: 'plug', say: t('controller_silent'), then: t('pull_mains') };
  }
  return { tone: 'lost', icon: 'plug', say: t('no_contact'),
    then: stepped ? t('last_reading', { span: span(age(stepped) / 1000) }) : t('no_reading_at_all'),
    why: t('may_be_on') };
}

function showCard() {
  const isLive = link === 'live';
  if (link === 'new' || (isLive && !state)) return;
  const told = isLive ? account(state) : lostAccount();
  if (isLive && !told.why) told.why = autoReason(state);
  if (isLive && state.chamber.temperature_c === null) {
    told.why = t('probe_bad', { condition: t(state.chamber.condition) });
  }
  const card = byId('card');
  card.dataset.tone = told.tone;
  setIcon(byId('card-icon'), told.icon);
  say(byId('activity'), told.say);
  say(byId('promise'), told.then ?? '');
  say(byId('promise-rest'), told.rest ?? '');
  say(byId('reason'), told.why ?? '');
  const isOld = !isLive && (!stepped || age(stepped) > blankAfter);
  const reading = !state || isOld ? '–' : number(state.chamber.temperature_c);
  say(byId('chamber'), reading);
  byId('big').classList.toggle('long', reading.length > 4);
  const target = state?.set_point_c ?? null;
  const isFar = isLive && told.tone === 'hot' && target !== null
    && !(Math.abs(state.chamber.temperature_c - target) < .6);
  show(byId('to'), isFar);
  if (isFar) say(byId('to-value'), degrees(target).replace(/ °.$/, '°'));
  const bar = byId('progress');
  show(bar, typeof told.progress === 'number');
  if (!bar.hidden) { bar.value = told.progress; label(bar, told.progressName); }
  show(byId('steps'), told.step !== undefined);
  all('li', byId('steps')).forEach((item, at) => {
    item.className = at < told.step ? 'done' : at === told.step ? 'now' : '';
  });
  show(byId('clear'), isLive && state.latch !== null);
  show(byId('stop-calibration'), isLive && state.calibration.phase !== null);
  show(byId('try-now'), !isLive);
  showTrying();
  announce(told);
}

// A change of state is said once; readings never.
let announced = '';
function announce({ say: what, then, tone }) {
  const key = `${what} ${tone === 'lost' ? '' : tone}`;
  if (key === announced) return;
  announced = key;
  if (tone === 'bad') { say(byId('alarm'), `${what}. ${then}`); return; }
  say(byId('heard'), tone === 'lost' ? what : `${what}. ${then ?? ''}`);
}

byId('clear').addEventListener('click', async () => {
  if (await press(byId('clear'), [{ clear_latch: true }])) toast(t('cleared'));
});
byId('stop-calibration').addEventListener('click', async () => {
  if (await press(byId('stop-calibration'), [{ stop_calibration: true }])) toast(t('calibration_stopped'));
});
byId('try-now').addEventListener('click', () => connect());
