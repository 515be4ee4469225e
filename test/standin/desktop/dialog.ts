import type { ShownMessageBox } from './record.ts';

type Options = Electron.MessageBoxOptions;

/** Message boxes that a test answers: by default with the button that cancels, as Esc does. */
export function createDialog() {
  const shown: ShownMessageBox[] = [];
  let wanted: string | undefined;

  const answer = (options: Options): number => {
    const buttons = options.buttons ?? ['OK'];
    shown.push({ message: options.message, detail: options.detail ?? '', buttons });
    if (wanted === undefined) return options.cancelId ?? 0;
    const index = buttons.indexOf(wanted);
    if (index < 0)
      throw new Error(
        `The message box “${options.message}” has no button “${wanted}” but ${buttons.join(', ')}.`,
      );
    return index;
  };
  /** The window comes first, or is left out. */
  const optionsOf = (args: readonly [Options] | readonly [unknown, Options]): Options =>
    args.length === 1 ? args[0] : args[1];

  return {
    dialog: {
      async showMessageBox(...args: [Options] | [unknown, Options]) {
        return { response: answer(optionsOf(args)), checkboxChecked: false };
      },
      showMessageBoxSync: (...args: [Options] | [unknown, Options]) => answer(optionsOf(args)),
      showErrorBox(title: string, content: string) {
        process.stderr.write(`${title}\n${content}\n`);
        shown.push({ message: title, detail: content, buttons: ['OK'] });
      },
    },
    shown,
    answerWith(button: string) {
      wanted = button;
    },
  };
}
