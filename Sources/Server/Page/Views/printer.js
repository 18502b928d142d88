// The printer: which, how to find and follow one, and what it says.

// The port of each kind's own program.
const printerPorts = { klipper: 7125, octoprint: 80, prusalink: 80 };

const secretHints = { bambu: 'code_hint', klipper: 'key_hint', octoprint: 'octoprint_key_hint', prusalink: 'prusalink_key_hint' };

// What mode auto can go by; the service file has more.
const autoRules = ['bed', 'print', 'filament'];

let printerKind = null; // chosen here; null: the one in force

function makePrinterSettings() {
  const inside = addSection('printer', 'print');
  const unbind = settingButton('unbind', t('disconnect'), () => askFirst({
    title: t('disconnect_question'), text: t('disconnect_text'), act: t('disconnect_now'), keep: t('keep'),
    onYes: () => press(unbind, [{ unbind_printer: true }], { said: bound.said, path: devicePath }),
  }));
  const bound = addField(inside, t('connected_to'), { hint: ' ', box: [unbind] });
  bound.text.id = 'printer-link';
  const trouble = make('p', '', 'refused');
  trouble.id = 'printer-trouble';
  bound.field.append(trouble);

  const rules = makeChoice(t('auto_rule'), autoRules.map(rule => [rule, t(`r_${rule}`)]), '', async rule => {
    await press(rules, [{ auto: rule }], { said: chosen.said, path: devicePath });
    if (state) showPrinter(state);
  });
  rules.id = 'auto-rules';
  const chosen = addField(inside, t('auto_rule'), { hint: ' ', box: [rules], isWide: true });
  chosen.text.id = 'auto-rule-hint';

  const kinds = makeChoice(t('kind'), ['bambu', 'klipper', 'octoprint', 'prusalink'].map(kind => [kind, t(`k_${kind}`)]), '', kind => {
    printerKind = kind;
    const port = byId('printer-port');
    if (Object.values(printerPorts).includes(Number(port.value))) port.value = printerPorts[kind] ?? '';
    if (state) showPrinter(state);
  });
  kinds.id = 'printer-kinds';
  addField(inside, t('kind'), { box: [kinds], isWide: true });

  const search = settingButton('search', t('search'), async () => {
    const kind = kindShown(), port = Number(byId('printer-port').value);
    const wishes = kind === state.device.printer.kind ? [] : [{ printer_kind: kind }];
    wishes.push({ scan_printers: kind === 'klipper' && port > 0 ? { port } : true });
    await press(search, wishes, { said: byId('search-said'), path: devicePath });
  });
  const found = make('ul', '', 'found');
  found.id = 'found';
  label(found, t('found_printers'));
  const searched = addField(inside, t('search'), { box: [search], isWide: true });
  searched.title.className = 'vh';
  searched.said.id = 'search-said';
  searched.field.append(found);

  const text = { autocapitalize: 'none', spellcheck: 'false', maxlength: 63 };
  addField(inside, t('address'), { control: makeInput('printer-address', { ...text, placeholder: '192.168.1.20' }) });
  addField(inside, t('port'), { control: makeInput('printer-port', { inputmode: 'numeric', maxlength: 5, value: '7125' }) }).field.id = 'port-row';
  addField(inside, t('serial'), { control: makeInput('printer-serial', { ...text, autocapitalize: 'characters' }) }).field.id = 'serial-row';
  addField(inside, t('printer_user'), { hint: t('user_hint'), control: makeInput('printer-user', text) }).field.id = 'user-row';
  const secret = addField(inside, t('access_code'), { hint: ' ', control: makeInput('printer-secret', { type: 'password', maxlength: 128 }) });
  secret.title.id = 'secret-name';
  secret.text.id = 'secret-hint';
  addField(inside, t('printer_name'), { control: makeInput('printer-name', { maxlength: 63 }) });
  const bind = settingButton('bind-now', t('follow'), () => bindPrinter(bind, last.said), 'b main needs-live');
  const last = addField(inside, t('follow'), { box: [bind], isWide: true });
  last.title.className = 'vh';
}

// A printer that a program tells of is bound by that program: here another kind can be chosen.
const kindShown = () => printerKind ?? (state.device.printer.kind === 'told' ? 'klipper' : state.device.printer.kind);

async function bindPrinter(button, said) {
  const kind = kindShown();
  const secret = byId('printer-secret').value.trim();
  const binding = { address: byId('printer-address').value.trim() };
  const name = byId('printer-name').value.trim();
  if (name) binding.name = name;
  if (kind === 'bambu') {
    binding.serial = byId('printer-serial').value.trim();
    if (secret) binding.access_code = secret;
  } else {
    binding.port = Number(byId('printer-port').value) || printerPorts[kind];
    const user = kind === 'prusalink' ? byId('printer-user').value.trim() : '';
    if (user) binding.user = user;
    if (secret) binding[user ? 'password' : 'api_key'] = secret;
  }
  const wish = { [`bind_${kind}`]: binding };
  if (!await press(button, [wish], { said, path: devicePath })) return;
  byId('printer-secret').value = ''; // A secret has no business in a page that stays open.
  printerKind = null;
}

function showPrinter(current) {
  const { printer } = current.device;
  const isBound = printer.link !== 'unbound';
  const name = nameOfPrinter(printer);
  const address = `${printer.address}${printer.kind in printerPorts ? `:${printer.port}` : ''}`;
  const words = t(`l_${printer.link}`);
  say(byId('printer-link'), isBound ? `${address ? t('printer_at', { name, address }) : name}: ${words}` : t('no_printer'));
  say(sectionNodes.printer.summary, isBound ? `${name}, ${words}` : t('no_printer'));
  say(byId('printer-trouble'), isBound && printer.trouble ? sentence(printer.trouble) : '');
  byId('printer-trouble').className = printer.link === 'connecting' ? 'small dim' : 'refused';
  show(byId('unbind'), isBound);
  const kind = kindShown(), isBambu = kind === 'bambu';
  for (const button of byId('printer-kinds').children) button.setAttribute('aria-pressed', String(button.dataset.value === kind));
  for (const button of byId('auto-rules').children) {
    button.setAttribute('aria-pressed', String(button.dataset.value === printer.auto));
    button.disabled = printer.auto_by_file;
  }
  say(byId('auto-rule-hint'), printer.auto_by_file ? t('rule_by_file', { rule: printer.auto })
    : autoRules.includes(printer.auto) ? t(`r_${printer.auto}_hint`) : '');
  show(byId('serial-row'), isBambu);
  show(byId('port-row'), !isBambu);
  show(byId('user-row'), kind === 'prusalink');
  show(byId('search'), isBambu || kind === 'klipper');
  say(byId('secret-name'), t(isBambu ? 'access_code' : 'api_key'));
  say(byId('secret-hint'), t(secretHints[kind]));
  showFound(printer, kind);
}

let shownFound = '';
function showFound(printer, kind) {
  const isMine = kind === printer.kind;
  say(byId('search'), t(isMine && printer.scan === 'running' ? 'searching' : 'search'));
  const list = isMine ? printer.found : [];
  const key = JSON.stringify([list, isMine && printer.scan]);
  if (key === shownFound) return;
  shownFound = key;
  say(byId('search-said'), isMine && printer.scan === 'done' && list.length === 0 ? t('found_none') : '');
  byId('found').replaceChildren(...list.map(found => {
    const item = make('li');
    const button = makeButton(t('choose'), 'b', () => {
      byId('printer-address').value = found.address;
      byId('printer-name').value = harmless(found.name);
      if (found.serial) byId('printer-serial').value = found.serial;
      else if (found.port > 0) byId('printer-port').value = found.port;
      byId('printer-secret').focus();
    });
    label(button, t('choose_name', { name: found.name || found.address }));
    item.append(make('span', `${found.name || t('printer')}, ${found.address}`), button);
    return item;
  }));
}
