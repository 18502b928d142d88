// Joins what was fetched with the page: it runs last.

const viewStyle = make('style');
viewStyle.nonce = pageNonce;
viewStyle.textContent = viewRules;
document.head.append(viewStyle);

makeSettings();
makeGuide();
Object.assign(fetched, {
  isThere: true,
  showState(current) {
    showBoardGuide(current);
    showSettings(current);
    watchRuns(current);
  },
  showView() {
    loadFleet();
    loadRuns();
  },
  showAccess,
  showGuide,
  showFault(latch) {
    fillChecks(byId('fault-checks'), latch);
    loadFaultMinutes(latch.number);
  },
  loadMinutes: loadFaultMinutes,
  openStory,
  askToCalibrate,
  toggleTable: showTable,
  play: (...tones) => newsSound.play(...tones),
});
offerFaults();
loadService();
if (access) showAccess(access);
if (state?.latch) fetched.showFault(state.latch);
