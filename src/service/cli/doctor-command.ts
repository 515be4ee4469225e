import type { Command } from 'commander';
import type { Perform } from './command-context.ts';
import { exitCodes } from './exit-codes.ts';

/** @param exit gets the exit code when there are problems */
export function addDoctorCommand(program: Command, perform: Perform, exit: (code: number) => void): void {
  program
    .command('doctor')
    .description('say why programs of this shell do not get credentials, and what mends it')
    .option('--profile <name>', 'the AWS profile that they use; by default AWS_PROFILE, or default')
    .addHelpText('after', doctorHelp)
    .action(async ({ profile }: { profile?: string }, command: Command) => {
      const { doctor } = await import('./commands/doctor.ts');
      await perform(command, async (context) => {
        const diagnosis = await doctor(context, profile);
        if (diagnosis.hasProblem) exit(exitCodes.problemsFound);
        return diagnosis;
      });
    });
}

const doctorHelp = `
Examples:
  metafob doctor
  metafob doctor --profile staging
  metafob doctor --json | jq -r '.findings[].fix.line // empty'

Run it in the shell where a program fails. It changes nothing and asks nobody beyond
this machine. Lines to type are printed below each finding.`;
