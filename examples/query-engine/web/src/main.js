import { consoleSink, init } from 'micromegas-tracing';
import { messageOf } from '../../js/message-of.js';
import { dataSets } from './data-sets.js';
import { element, find, showProblem } from './dom.js';
import { acceptDroppedFiles } from './drop-files.js';
import { examples } from './examples.js';
import { createLogPanel } from './log-panel/log-panel.js';
import { createRowsView } from './rows-view.js';
import { createTablesView } from './tables-view.js';
import { Workbench } from './workbench.js';

const engineState = find('#engine-state', HTMLElement);
const sql = find('#sql', HTMLTextAreaElement);
const runButton = find('#run', HTMLButtonElement);
const keepForm = find('#keep', HTMLFormElement);
const keepName = find('#keep-name', HTMLInputElement);
const csvFile = find('#csv-file', HTMLInputElement);

const logPanel = createLogPanel(find('#log-panel', HTMLElement));
const rowsView = createRowsView({
  region: find('#rows', HTMLElement),
  summary: find('#rows-summary', HTMLElement),
});

try {
  // The page is drawn before its largest part has arrived.
  const { default: createModule } = await import('query-engine-module');
  const module = await createModule();
  // This alone shows the C++ entries.
  const tracing = await init({
    module,
    name: 'query-engine',
    filter: 'info,engine::sql=debug',
    sinks: [consoleSink(), logPanel.sink],
  });
  logPanel.connect(tracing);
  start(new Workbench(module, tracing), tracing);
  engineState.textContent = `micromegas-tracing ${tracing.version}`;
} catch (error) {
  engineState.classList.add('bad');
  engineState.textContent = `The engine did not start: ${messageOf(error)}`;
  throw error;
}

/**
 * @param {Workbench} workbench
 * @param {import('micromegas-tracing').Tracing} tracing
 */
function start(workbench, tracing) {
  const log = tracing.logger('page');
  const tablesProblem = find('#tables-problem', HTMLElement);
  const queryProblem = find('#query-problem', HTMLElement);
  const tablesView = createTablesView({
    list: find('#tables', HTMLElement),
    dataSets,
    onLoad: (dataSet) => changeTables(() => workbench.fetchTable(dataSet.table, dataSet.url)),
    onShow: (table) => query(selectAll(table)),
    onDrop: (table) => changeTables(() => workbench.dropTable(table)),
  });
  /** The statement whose rows are on the page. */
  let shownSql = '';

  /** Changes the tables, and shows a failure beside them. @param {() => unknown} change */
  async function changeTables(change) {
    showProblem(tablesProblem, '');
    try {
      await change();
    } catch (error) {
      showProblem(tablesProblem, messageOf(error));
    }
    tablesView.show(workbench.tables);
  }

  /** @param {readonly File[]} files */
  async function openFiles(files) {
    for (const file of files) {
      await changeTables(async () => {
        const table = await workbench.openFile(file);
        query(selectAll(table));
      });
    }
  }

  /** @param {string} text */
  function query(text) {
    sql.value = text;
    run();
  }

  function run() {
    shownSql = sql.value;
    keepForm.hidden = true;
    try {
      const { rows, milliseconds } = workbench.run(shownSql);
      showProblem(queryProblem, '');
      rowsView.show(rows, milliseconds);
      keepForm.hidden = rows.length === 0;
    } catch (error) {
      rowsView.clear('The query failed.');
      showProblem(queryProblem, messageOf(error));
    }
  }

  /** @param {import('./examples.js').Example} example */
  async function tryExample(example) {
    await provide(example.needs);
    if (example.registerAs) await provide([example.registerAs]);
    query(example.sql);
  }

  /** @param {readonly string[]} tables that an example needs */
  async function provide(tables) {
    for (const table of tables) {
      if (workbench.tables.has(table)) continue;
      const dataSet = dataSets.find((candidate) => candidate.table === table);
      if (dataSet) {
        await changeTables(() => workbench.fetchTable(table, dataSet.url));
      } else {
        const maker = examples.find(({ registerAs }) => registerAs === table);
        if (!maker) throw new Error(`no data set and no example makes the table ${table}`);
        await provide(maker.needs);
        await changeTables(() => workbench.keep(table, maker.sql));
      }
    }
  }

  find('#query', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    run();
  });
  sql.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  });
  keepForm.addEventListener('submit', (event) => {
    event.preventDefault();
    changeTables(() => {
      workbench.keep(keepName.value, shownSql);
      keepName.value = '';
    });
  });
  csvFile.addEventListener('change', async () => {
    await openFiles([...(csvFile.files ?? [])]);
    csvFile.value = ''; // so that the same file can be chosen again
  });
  acceptDroppedFiles(find('#drop-target', HTMLElement), openFiles);
  addEventListener('error', ({ message, error }) => log.error(message, { error }));
  addEventListener('unhandledrejection', ({ reason }) => log.error('a promise was rejected', { reason }));

  find('#examples', HTMLElement).append(
    ...examples.map((example) => {
      const button = element('button', { type: 'button', class: 'link' }, example.title);
      button.addEventListener('click', () => tryExample(example));
      return button;
    }),
  );
  tablesView.show(workbench.tables);
  runButton.disabled = csvFile.disabled = false;
  if (examples[0]) tryExample(examples[0]);
}

/** In quotes, as `order` is an allowed name, too. @param {string} table */
function selectAll(table) {
  return `SELECT * FROM "${table}"`;
}
