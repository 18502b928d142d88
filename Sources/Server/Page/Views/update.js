// Versions: which runs, a new one from a file, and the way back.

const largestUpdate = 0x480000; // bytes; the device takes no more

function makeUpdateSettings() {
  const inside = addSection('update', 'arrow');
  const reload = settingButton('reload', t('reload'), () => location.reload(), 'b main');
  const runs = addField(inside, t('version'), { hint: ' ', box: [reload] });
  runs.text.id = 'update-version';
  const outcome = make('p');
  outcome.id = 'update-outcome';
  const offer = make('p');
  offer.id = 'update-offer';
  runs.field.append(offer, outcome);
  const file = makeInput('update-file', { type: 'file', accept: '.bin' });
  addField(inside, t('update_file'), { hint: t('update_hint'), control: file, isWide: true });
  const bar = make('progress');
  bar.id = 'update-bar';
  bar.max = 1;
  bar.hidden = true;
  label(bar, t('uploading'));
  const start = settingButton('update-now', t('upload'), () => uploadUpdate(start, file, bar, row.said));
  const row = addField(inside, t('upload'), { box: [start, bar], isWide: true });
  row.title.className = 'vh';
  row.said.id = 'update-said';
  const back = settingButton('roll-back', '', () => {
    const { version } = previousSlot(state);
    askFirst({
      title: t('go_back_question', { version }), text: t('go_back_text'), act: t('go_back_now'), keep: t('stay'),
      onYes: () => press(back, [{}], { said: row.said, path: 'api/v1/update/rollback' }),
    });
  });
  row.content.append(back);
}
const previousSlot = ({ device: { update } }) => update.slots.find(slot => slot.previous);

function showUpdate(current) {
  const { version, device: { update } } = current;
  const { details, link, summary } = sectionNodes.update;
  const isOther = version !== pageVersion;
  const isShown = update.slots.length > 0 || isOther || Boolean(update.offered);
  show(details, isShown);
  show(link, isShown);
  const words = has(`u_${update.phase}`) ? t(`u_${update.phase}`) : t(update.trial ? 'version_trial' : 'version_runs', { version });
  const offer = update.offered ? t('version_offered', { version: update.offered }) : '';
  say(summary, offer || words);
  say(byId('update-version'), [words, isOther ? t('other_version') : ''].filter(Boolean).join(' '));
  say(byId('update-offer'), offer && `${offer} ${t('version_offered_how')}`);
  show(byId('reload'), isOther);
  say(byId('update-outcome'), update.outcome);
  byId('update-outcome').className = update.trouble ? 'refused' : 'small dim';
  const previous = previousSlot(current);
  show(byId('roll-back'), previous !== undefined);
  if (previous) say(byId('roll-back'), t('go_back', { version: previous.version }));
}

// Uploads the file and gives what became of it; tells how far it is. Only this way of asking tells that.
const upload = (file, bar) => new Promise(resolve => {
  const request = new XMLHttpRequest();
  request.upload.addEventListener('progress', event => { bar.value = event.loaded / event.total; });
  request.addEventListener('load', () => resolve({
    isAccepted: request.getResponseHeader('Hearth-Update') === 'accepted',
    text: request.getResponseHeader('Hearth-Update-Words') ?? t('status_is', { n: request.status }),
  }));
  request.addEventListener('error', () => resolve({ isAccepted: false, text: t('upload_broke') }));
  request.open('POST', 'ota');
  request.setRequestHeader('OTA-Type', 'ota_fw');
  request.setRequestHeader('Content-Type', 'application/octet-stream;charset=UTF-8');
  request.send(file);
});

async function uploadUpdate(button, field, bar, said) {
  const file = field.files[0];
  if (!file) { field.focus(); return; }
  said.className = 'said dim';
  if (file.size > largestUpdate) { sayFor(said, t('too_large'), true); return; }
  button.dataset.asking = 'yes';
  enable();
  say(said, t('uploading'));
  show(bar, true);
  const { isAccepted, text } = await upload(file, bar);
  show(bar, false);
  delete button.dataset.asking;
  enable();
  said.className = `said ${isAccepted ? 'dim' : 'refused'}`;
  say(said, text);
}
