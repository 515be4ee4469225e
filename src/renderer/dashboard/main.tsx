import '../no-eval.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/modal.css';
import '../mfa-device/mfa-device.css';
import '../manage/manage.css';
import './dashboard.css';
import './sections.css';
import './secrets/secrets.css';
import './settings/settings.css';
import './instance/instance.css';
import './log/log.css';
import './doctor/doctor.css';
import './first-run/first-run.css';
import { render } from 'preact';
import { createDesktopBridge } from '../desktop/desktop-bridge.ts';
import { dashboardApi } from '../desktop/window-api.ts';
import { createIpcBridge } from '../ipc-bridge.ts';
import { DashboardPage } from './dashboard-page.tsx';
import { refuseDroppedFiles } from './refuse-dropped-files.ts';

refuseDroppedFiles(document);
const container = document.getElementById('page');
const api = dashboardApi();
if (container) {
  render(<DashboardPage bridge={createIpcBridge(api)} desktopBridge={createDesktopBridge(api)} />, container);
}
