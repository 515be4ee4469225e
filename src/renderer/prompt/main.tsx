import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/modal.css';
import './prompt.css';
import { render } from 'preact';
import { promptApi } from '../desktop/window-api.ts';
import { createPromptBridge } from '../ipc-bridge.ts';
import { PromptPage } from './prompt-page.tsx';

const container = document.getElementById('page');
const api = promptApi();
if (container) render(<PromptPage bridge={createPromptBridge(api)} api={api} />, container);
