// Network and the device's own Wi-Fi.

function makeNetworkSettings() {
  const inside = addSection('network', 'net');
  const now = addField(inside, t('this_network'), { hint: ' ' });
  now.text.id = 'network-link';
  const trouble = make('p', '', 'refused');
  trouble.id = 'network-trouble';
  now.field.append(trouble);
  const scan = settingButton('scan-networks', t('scan'), () =>
    press(scan, [{ scan_networks: true }], { said: wifi.said, path: devicePath }));
  const list = make('ul', '', 'found');
  list.id = 'networks';
  label(list, t('networks_found'));
  const wifi = addField(inside, t('wifi'), { box: [scan] });
  wifi.field.append(list);
  const name = makeInput('join-name', { maxlength: 32, autocapitalize: 'none', spellcheck: 'false' });
  addField(inside, t('network_name'), { control: name });
  const password = makeInput('join-password', { type: 'password', maxlength: 64 });
  const join = settingButton('join-now', t('join'), () => askFirst({
    title: t('join_question', { name: name.value }), text: t('join_text'), act: t('join'), keep: t('stay'),
    onYes: async () => {
      const network = { ssid: name.value };
      if (password.value) network.password = password.value;
      const isAsked = await press(join, [{ join_network: network }], { said: row.said, path: devicePath });
      if (isAsked) password.value = ''; // A secret has no business in a page that stays open.
    },
  }));
  const row = addField(inside, t('password'), { hint: t('join_hint'), control: password, box: [join] });
  const keep = settingButton('keep-network', t('keep_change'), () =>
    press(keep, [{ keep_network: true }], { said: kept.said, path: devicePath }));
  const kept = addField(inside, t('keep_change'), { hint: t('keep_hint'), box: [keep] });

  const turn = isOn => press(hotspot, [{ hotspot: { on: isOn } }], { said: own.said, path: devicePath });
  const hotspot = settingButton('hotspot', t('turn_on'), () => {
    if (!state.device.hotspot.on) { turn(true); return; }
    askFirst({ title: t('own_off_question'), text: t('own_off_text'), act: t('turn_off'), keep: t('keep'), onYes: () => turn(false) });
  });
  const shown = make('b');
  shown.id = 'hotspot-password';
  const reveal = settingButton('show-password', t('show_password'), async () => {
    if (shown.textContent) {
      say(shown, '');
      say(reveal, t('show_password'));
      return;
    }
    const { password: secret, error } = await get('api/v1/hotspot');
    say(shown, error ? sentence(error) : secret);
    say(reveal, t('hide_password'));
  });
  const own = addField(inside, t('own_wifi'), { hint: ' ', box: [hotspot, reveal, shown] });
  own.text.id = 'hotspot-words';
}

let shownNetworks = '';
function showNetwork({ device: { network, hotspot } }) {
  const place = network.state === 'connected' ? ` · ${network.address}` : '';
  const words = `${network.name}: ${t(`n_${network.state}`)}${place}`;
  say(byId('network-link'), words);
  say(sectionNodes.network.summary, words);
  say(byId('network-trouble'), network.trouble ? sentence(network.trouble) : '');
  say(byId('hotspot-words'), t(hotspot.on ? 'own_wifi_on' : 'own_wifi_off', { name: hotspot.ssid, address: hotspot.address }));
  say(byId('hotspot'), t(hotspot.on ? 'turn_off_dots' : 'turn_on'));
  say(byId('scan-networks'), t(network.scan === 'running' ? 'searching' : 'scan'));
  const key = JSON.stringify(network.found);
  if (key === shownNetworks) return;
  shownNetworks = key;
  byId('networks').replaceChildren(...network.found.map(name => {
    const item = make('li');
    const button = makeButton(t('choose'), 'b', () => {
      byId('join-name').value = name;
      byId('join-password').focus();
    });
    label(button, t('choose_name', { name }));
    item.append(make('span', name), button);
    return item;
  }));
}
