import { Command, CommanderError, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { RoadworthyError, toError } from '../errors.ts';
import { plainText } from '../text.ts';
import { version } from '../version.ts';
import { parseDuration } from './duration.ts';

const OK = 0;
const NO_SCORECARD = 2;

/** Runs one command line and answers its exit code. Expected failures are one line on stderr; others bring their stack and ask for a report. */
export async function main(args: readonly string[]): Promise<number> {
  let code = OK;
  const program = commands((result) => {
    code = result;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? OK : NO_SCORECARD;
    return report(error);
  }
}

function report(thrown: unknown): number {
  if (thrown instanceof RoadworthyError) {
    process.stderr.write(`roadworthy: ${plainText(thrown.message).replace(/\s*\n\s*/g, ' ')}\n`);
    for (const line of thrown.detail.slice(-12)) process.stderr.write(`  | ${plainText(line)}\n`);
    return thrown.code === 'interrupted' ? 130 : NO_SCORECARD;
  }
  process.stderr.write(
    `roadworthy: this is a fault of roadworthy itself, please report it.\n${toError(thrown).stack ?? String(thrown)}\n`,
  );
  return NO_SCORECARD;
}

/** The table of commands. Each module is loaded when its command is called. */
function commands(done: (code: number) => void): Command {
  const program = new Command('roadworthy')
    .description('The inspection that a backend portfolio project passes before it goes on the road.')
    .version(version())
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'roadworthy: ')) })
    .showHelpAfterError('(roadworthy --help lists the commands)');
  const rubricOption = () => new Option('--rubric <file or id>', 'rubric to score by').default('backend-roadmap');

  program
    .command('grade')
    .description('build, run and inspect a repository, and write its scorecard')
    .argument('<target>', 'a local folder, or the https address of a git repository')
    .option('--ref <ref>', 'branch, tag or commit of a remote repository')
    .option('--subdir <folder>', 'the project is in this folder of the repository')
    .option('--config <file>', 'YAML file with options of this command; the command line wins')
    .addOption(rubricOption())
    .option('--only <area or check>', 'ask only these; the scorecard then has no letter')
    .option('--out <folder>', 'run folder (default: roadworthy-runs/<name>-<commit>)')
    .option('--keep', 'leave the inspected stack running, and print how to reach it', false)
    .option('--json', 'print the scorecard as JSON instead of the summary', false)
    .option('--offline', 'ask nothing of GitHub', false)
    .option('--fail-under <score or letter>', 'exit 1 below this score (75) or letter (B)')
    .option('--require-isolation <runtime>', 'refuse to run without gvisor, kata, rootless or runc')
    .option('--deadline <time>', 'end the inspection after this time: 20m, 90s', duration, 20 * 60_000)
    .action(async (target, options, command) => {
      if (options.config !== undefined) {
        const { readConfigFile } = await import('./config-file.ts');
        for (const [name, value] of Object.entries(await readConfigFile(options.config))) {
          if (command.getOptionValueSource(name) !== 'cli') command.setOptionValueWithSource(name, value, 'config');
        }
      }
      done(await (await import('./grade.ts')).gradeCommand(target, command.opts()));
    });
  program
    .command('judge')
    .description('judge a run folder again, without Docker or network')
    .argument('<run folder>')
    .addOption(rubricOption())
    .option('--json', 'print the scorecard as JSON instead of the summary', false)
    .option('--fail-under <score or letter>', 'exit 1 below this score (75) or letter (B)')
    .action(async (folder, options) => done(await (await import('./judge.ts')).judgeCommand(folder, options)));
  program
    .command('checks')
    .description('list the checks')
    .action(async () => done(await (await import('./checks.ts')).checksCommand()));
  program
    .command('rubrics')
    .description('list the rubrics and what they ask')
    .argument('[rubric]', 'show one whole')
    .action(async (rubric) => done(await (await import('./rubrics.ts')).rubricsCommand(rubric)));
  program
    .command('doctor')
    .description('say what this machine has and lacks, each with the command that mends it')
    .action(async () => done(await (await import('./doctor.ts')).doctorCommand()));
  program
    .command('clean')
    .description('remove kept stacks, what dead runs left, and images that were built')
    .action(async () => done(await (await import('./clean.ts')).cleanCommand()));
  return program;
}

function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('Write it as 20m, 90s or 1h.');
  return ms;
}
