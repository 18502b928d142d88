// Off: sent at once, then every second for 5 s, until the state says that it is off. It says no more than that.

const offTries = 5;
const pause = time => new Promise(resolve => { setTimeout(resolve, time); });

let isTurningOff = false;
let hasFailed = false; // the plug sentence stands

async function turnOff() {
  offs += 1;
  forgetUndo();
  const mine = offs;
  const earlier = [...onTheirWay];
  isTurningOff = true;
  showOff();
  let refusal = '';
  for (let round = 0; round < offTries; round += 1) {
    const answer = await Promise.race([post({ power: false }), pause(1000)]);
    // A wish for heat that was sent before Off may arrive after it: then Off has the last word.
    if (round === 0 && earlier.length > 0) {
      await Promise.race([Promise.all(earlier), pause(1000)]);
      await Promise.race([post({ power: false }), pause(1000)]);
    }
    if (answer && !answer.refusal) refusal = '';
    else if (answer && !answer.isSilent) refusal = answer.refusal;
    for (let wait = 0; wait < 10 && !isSeenOff(); wait += 1) await pause(100);
    if (isSeenOff()) break;
  }
  if (mine !== offs) return;
  isTurningOff = false;
  showOff();
  if (isSeenOff()) {
    toast(t('said_off'));
    return;
  }
  const text = refusal ? t('not_off_because', { why: refusal }) : t('not_off');
  hasFailed = true;
  say(byId('alarm'), text);
  toast(text, { isAlarm: true });
}

const isSeenOff = () => link === 'live' && state !== null && !state.power;

function showOff() {
  say(byId('off-words'), t(isTurningOff ? 'turning_off' : 'turn_off'));
  byId('off').classList.toggle('on', state === null || state.power || link !== 'live');
  // The heat is off by now, whatever turned it off.
  if (hasFailed && isSeenOff()) {
    hasFailed = false;
    say(byId('alarm'), '');
    hideToast();
  }
}

byId('off-form').addEventListener('submit', event => {
  event.preventDefault();
  turnOff();
});

// What a one-tap control replaced, so that it can be taken back for a moment.
let undoing = null;
const forgetUndo = () => { undoing = null; hideToast(); };

function offerUndo(text, before) {
  if (!before) { toast(text); return; }
  undoing = before;
  toast(text, { undo: () => { if (undoing === before) takeBack(before); } });
}
const asItWas = current => current && {
  power: current.power, mode: current.mode, target: current.target_c,
  drying: current.drying.running && current.power
    ? { target_c: current.drying.target_c, hours: Math.max(1, current.drying.remaining_s / 3600) } : null,
};
async function takeBack({ power, mode, target, drying }) {
  forgetUndo();
  const wishes = [];
  if (!power) wishes.push({ power: false });
  wishes.push({ set_target: target });
  if (drying) wishes.push({ dry: drying });
  else wishes.push({ mode });
  const refusal = await askAll(wishes);
  toast(refusal ? refusal : t('undone'));
}
