/** What the user is asked about a new version. */
export interface UpdateQuestion {
  readonly about: 'download' | 'restart';
  readonly version: string;
}

interface QuestionTexts {
  readonly message: string;
  readonly detail: string;
  /** Yes, then no. */
  readonly buttons: readonly [string, string];
}

export function questionTexts({ about, version }: UpdateQuestion): QuestionTexts {
  switch (about) {
    case 'download':
      return {
        message: `Metafob ${version} is there. Download it?`,
        detail: 'Nothing is installed before you are asked again.',
        buttons: ['Download', 'Not Now'],
      };
    case 'restart':
      return {
        message: `Metafob ${version} is downloaded. Restart to install it?`,
        detail: 'Sessions are kept in memory only, so the restart ends them.',
        buttons: ['Restart', 'Not Now'],
      };
  }
}

interface MessageBoxOptions {
  readonly type: 'question';
  readonly message: string;
  readonly detail: string;
  buttons: string[];
  readonly defaultId: number;
  readonly cancelId: number;
}

/** Asks with a message box; `show` is `dialog.showMessageBox`. Closing it and Enter both mean no. */
export const askWith =
  (show: (options: MessageBoxOptions) => Promise<{ readonly response: number }>) =>
  async (question: UpdateQuestion): Promise<boolean> => {
    const { message, detail, buttons } = questionTexts(question);
    const no = 1;
    const { response } = await show({
      type: 'question',
      message,
      detail,
      buttons: [...buttons],
      defaultId: no,
      cancelId: no,
    });
    return response !== no;
  };
