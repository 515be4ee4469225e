import { Command } from 'commander';
import packageJson from '../../../package.json' with { type: 'json' };
import { addAddressCommands } from './address-commands.ts';
import type { CliIo } from './cli-io.ts';
import type { CommandContext, Perform } from './command-context.ts';
import { addCompletionCommands } from './completion-commands.ts';
import { addConsoleCommands } from './console-commands.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { addEventCommands } from './event-commands.ts';
import { addExecCommands } from './exec-commands.ts';
import { exitCodeMeanings } from './exit-codes.ts';
import { addInstanceCommands } from './instance-commands.ts';
import { addKeyCommands } from './key-commands.ts';
import { addLifecycleCommands } from './lifecycle-commands.ts';
import { addMfaCommands } from './mfa-commands.ts';
import { addMockImsCommand } from './mock-ims-command.ts';
import { paintFor } from './output/paint.ts';
import { addSecretCommands } from './secret-commands.ts';
import { addServeCommand } from './serve-command.ts';
import { addSessionCommands } from './session-commands.ts';

/**
 * The whole command line: what there is to type, and its help. What a command does is imported when it
 * runs, so that `serve` and `--help` load nothing else.
 *
 * @param exit Gets the exit code of commands that choose it themselves.
 */
export function createProgram(io: CliIo, exit: (code: number) => void): Command {
  const contextOf = (command: Command): CommandContext => ({ io, url: commonOptions(command).url });
  const perform: Perform = async (command, work) => {
    const { json } = commonOptions(command);
    const report = await work(contextOf(command));
    io.stdout.write(
      json
        ? `${JSON.stringify(report.json, undefined, 2)}\n`
        : `${report.text(paintFor(io.stdout, io.environment))}\n`,
    );
  };
  const createMainCommands = (): Command => {
    const program = createEmptyProgram(io);
    program.commandsGroup('The service:');
    addServeCommand(program, exit);
    addLifecycleCommands(program, perform);
    program.commandsGroup('Profiles and sessions:');
    addSessionCommands(program, perform);
    program.commandsGroup('Credentials for programs:');
    addExecCommands(program, { perform, contextOf, exit });
    addConsoleCommands(program, perform);
    program.commandsGroup('Keys and MFA devices:');
    addSecretCommands(program, perform);
    addMfaCommands(program, perform);
    addKeyCommands(program, perform);
    program.commandsGroup('The simulated instance:');
    addInstanceCommands(program, perform);
    addEventCommands(program, perform);
    addAddressCommands(program, perform);
    program.commandsGroup('Help:');
    addDoctorCommand(program, perform, exit);
    addMockImsCommand(program, io, exit);
    return program;
  };
  const program = createMainCommands();
  addCompletionCommands(program, perform, createMainCommands);
  return program;
}

function createEmptyProgram(io: CliIo): Command {
  return new Command('metafob')
    .description('Plays the EC2 instance metadata service, with MFA, on your machine.')
    .version(packageJson.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain a command, with examples')
    .helpCommand(false)
    .option('--json', 'print exactly one JSON document, errors included')
    .option('--url <url>', 'the service to talk to (or METAFOB_URL; by default the one you run)')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      // Errors are printed in one place, as text or as JSON.
      outputError: () => undefined,
    })
    .exitOverride()
    .addHelpText('after', `\nExit codes:\n${exitCodeLines()}\n\n${firstSteps}`);
}

const exitCodeLines = (): string =>
  exitCodeMeanings.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`).join('\n');

const firstSteps = `Examples:
  metafob serve                # start the service in this terminal
  metafob status               # what is in use, and how long it lasts
  metafob use production       # switch to another profile
  metafob login                # type a code now, before a program asks
  metafob exec production -- aws s3 ls`;

function commonOptions(command: Command): { json: boolean; url: string | undefined } {
  const { json, url } = command.optsWithGlobals<{ json?: boolean; url?: string }>();
  return { json: json === true, url };
}
