// Tells a person who has the page open and looks elsewhere: by a sound, by the tab's title and by the app's badge.
// What reaches a phone without the page is the device's own business; its settings are shown here.

let sounds = memory.get('sounds', false);
const news = { before: null, reached: null, wasWarm: false, unseen: 0, latest: '' };

const attentionOf = ({ warnings, device }) => warnings.length + device.troubles.length;

// What happened between two states of the device, the most urgent; '': nothing.
function newsBetween(before, now) {
  if (now.latch && now.latch.number !== before.latch?.number) return 'news_fault';
  if (attentionOf(now) > attentionOf(before)) return 'news_attention';
  if (before.soak && before.soak.phase !== 'done' && now.soak?.phase === 'done') return 'news_soaked';
  if (isDrying(before) && !isDrying(now) && before.drying.remaining_s < 60) return 'news_dried';
  if (now.activity === 'holding' && news.reached !== now.set_point_c) return 'news_ready';
  if (news.wasWarm && !now.power && now.activity === 'off') return 'news_cooled';
  return '';
}

// The first state after a gap is no news.
function watchNews(current) {
  const { before } = news;
  const kind = before ? newsBetween(before, current) : '';
  news.before = current;
  if (current.activity === 'holding') news.reached = current.set_point_c;
  else if (news.reached !== current.set_point_c) news.reached = null;
  if (!current.power && current.activity === 'off') news.wasWarm = false;
  else if (current.power && (current.chamber.temperature_c ?? 0) > 40) news.wasWarm = true;
  if (kind === '') return;
  if (kind === 'news_soaked' && tells) toast(t('told_ready'));
  if (sounds || (tells && kind === 'news_soaked')) fetched.play(kind === 'news_fault' ? [880, 660, 880, 660] : undefined);
  if (!document.hidden) return;
  news.unseen += 1;
  news.latest = t(kind);
  navigator.setAppBadge?.(news.unseen).catch(() => {});
}

// What stands before the tab's title until somebody looks.
const newsTitle = () => (news.unseen > 0 ? `(${news.unseen}) ${news.latest} · ` : '');

document.addEventListener('visibilitychange', () => {
  if (document.hidden || news.unseen === 0) return;
  news.unseen = 0;
  navigator.clearAppBadge?.().catch(() => {});
  if (state) showState(state);
});
