import '../no-eval.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/modal.css';
import '../mfa-device/mfa-device.css';
import './manage.css';
import { render } from 'preact';
import { createHttpBridge } from '../http-bridge.ts';
import { ManagePage } from './manage-page.tsx';

const container = document.getElementById('page');
if (container) render(<ManagePage bridge={createHttpBridge()} />, container);
