// Asking for something. Only a person's hand sends a wish: loading the page sends none.

const answerWithin = 5000; // ms; the device itself gives up after 2 s
const onTheirWay = new Set();
let offs = 0;

// Posts one wish and gives what became of it: `refusal`, in words, where it was not granted.
async function post(wish, path = 'api/v1/wish') {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), answerWithin);
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...wish, requester: 'page' }),
      signal: giveUp.signal,
    });
    const body = await answer.json().catch(() => ({}));
    if (answer.status === 401) showLogin();
    if (answer.ok) return { isClamped: body.result === 'clamped' };
    return { refusal: sentence(body.error ?? t('status_is', { n: answer.status })), code: body.code };
  } catch {
    return { refusal: t('no_answer'), isSilent: true };
  } finally {
    clearTimeout(timer);
  }
}

// Gives the decoded answer with the device's time `at`, or one with the key `error`.
async function get(path) {
  try {
    const answer = await fetch(path);
    return { ...await answer.json(), at: Date.parse(answer.headers.get('Date')) };
  } catch {
    return { error: t('not_loaded') };
  }
}

// Where a password is asked for, a session can end while the page is open: the page's address
// answers with the login then.
function showLogin() {
  location.reload();
}

// Posts wishes one after the other, up to the first that is refused; `null`: all were granted, else the
// refusal. An Off that comes between ends it: what is left must not turn the heat on again.
async function askAll(wishes, path) {
  const offsBefore = offs;
  let isClamped = false;
  for (const wish of wishes) {
    if (offs !== offsBefore) return '';
    const sent = post(wish, path);
    onTheirWay.add(sent);
    const answer = await sent;
    onTheirWay.delete(sent);
    if (answer.refusal) return answer.refusal;
    isClamped ||= answer.isClamped;
  }
  if (isClamped) toast(t('nearest'));
  return null;
}

// As `askAll`, with the button out of use meanwhile, so that a double tap asks once. A refusal is said in a
// toast, or below the field that it is about. Gives whether all was granted.
async function press(button, wishes, { said, path } = {}) {
  button.dataset.asking = 'yes';
  enable();
  if (said) { said.className = 'said dim'; say(said, ''); }
  const refusal = await askAll(wishes, path);
  delete button.dataset.asking;
  enable();
  if (refusal === null) return true;
  if (said && refusal) { said.className = 'said refused'; say(said, refusal); }
  else if (refusal) toast(refusal);
  return false;
}

// Says something for a moment; `undo` offers to take it back.
let toastTimer;
function toast(text, { undo, isAlarm = false } = {}) {
  clearTimeout(toastTimer);
  const box = make('div', '', `toast${isAlarm ? ' alarm' : ''}`);
  box.append(make('span', text));
  if (undo) {
    const button = makeButton(t('undo'), 'b', () => { hideToast(); undo(); });
    button.id = 'undo';
    box.append(button);
  }
  byId('toasts').replaceChildren(box);
  if (!isAlarm) toastTimer = setTimeout(hideToast, undo ? 8000 : 5000);
}
const hideToast = () => byId('toasts').replaceChildren();

// What somebody edits is not overwritten by the stream.
const edited = new Set();
const follow = (field, value) => {
  if (edited.has(field) || field === document.activeElement) return;
  if (field.value !== String(value)) field.value = String(value);
};
