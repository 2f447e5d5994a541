import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { startApi } from './helpers.js';

describe('projects and tasks', () => {
  let api;
  before(async () => {
    api = await startApi();
  });
  after(() => api.stop());

  async function userWithProject() {
    const user = await api.newUser();
    const { body } = await api.request('POST', '/api/projects', { token: user.token, body: { name: 'Garden' } });
    return { token: user.token, project: body };
  }
  const newTask = (token, project, body = {}) =>
    api.request('POST', '/api/tasks', { token, body: { project_id: project.id, title: 'Water the beans', ...body } });

  test('a project can be made, read, replaced and deleted with its tasks', async () => {
    const { token, project } = await userWithProject();
    const path = `/api/projects/${project.id}`;
    assert.deepEqual((await api.request('GET', path, { token })).body, project);

    const replaced = await api.request('PUT', path, { token, body: { name: 'Allotment', description: 'Behind the house' } });
    assert.equal(replaced.body.name, 'Allotment');

    const task = (await newTask(token, project)).body;
    assert.equal((await api.request('DELETE', path, { token })).status, 204);
    assert.equal((await api.request('GET', path, { token })).status, 404);
    assert.equal((await api.request('GET', `/api/tasks/${task.id}`, { token })).status, 404);
  });

  test('a task is created with its defaults and a Location', async () => {
    const { token, project } = await userWithProject();
    const created = await newTask(token, project);
    assert.equal(created.status, 201);
    assert.equal(created.headers.get('location'), `/api/tasks/${created.body.id}`);
    assert.equal(created.body.status, 'todo');
    assert.equal(created.body.due_date, null);
    assert.deepEqual((await api.request('GET', created.headers.get('location'), { token })).body, created.body);
  });

  test('PATCH changes what it names, PUT everything', async () => {
    const { token, project } = await userWithProject();
    const task = (await newTask(token, project, { status: 'in_progress', due_date: '2030-05-01' })).body;
    const path = `/api/tasks/${task.id}`;

    const patched = await api.request('PATCH', path, { token, body: { title: 'Pick the beans' } });
    assert.equal(patched.body.title, 'Pick the beans');
    assert.equal(patched.body.status, 'in_progress');
    assert.equal(patched.body.due_date, '2030-05-01');

    const put = await api.request('PUT', path, { token, body: { project_id: project.id, title: 'Cook the beans' } });
    assert.equal(put.body.status, 'todo');
    assert.equal(put.body.due_date, null);
  });

  test('a deleted task is gone', async () => {
    const { token, project } = await userWithProject();
    const path = `/api/tasks/${(await newTask(token, project)).body.id}`;
    assert.equal((await api.request('DELETE', path, { token })).status, 204);
    assert.equal((await api.request('DELETE', path, { token })).status, 404);
  });

  test('lists come in pages without overlap, and can be filtered', async () => {
    const { token, project } = await userWithProject();
    for (let i = 0; i < 5; i += 1) await newTask(token, project, { title: `Task ${i}`, status: i < 2 ? 'done' : 'todo' });

    const titles = [];
    let page;
    for (let offset = 0; page?.has_more ?? true; offset += 2) {
      page = (await api.request('GET', `/api/tasks?limit=2&offset=${offset}`, { token })).body;
      titles.push(...page.data.map((task) => task.title));
    }
    assert.deepEqual(titles, ['Task 4', 'Task 3', 'Task 2', 'Task 1', 'Task 0']);

    const done = await api.request('GET', `/api/tasks?status=done&project_id=${project.id}`, { token });
    assert.equal(done.body.data.length, 2);
    for (const query of ['limit=101', 'limit=0', 'limit=x', 'offset=-1', 'status=maybe']) {
      assert.equal((await api.request('GET', `/api/tasks?${query}`, { token })).status, 400, query);
    }
  });

  test('nobody reaches what belongs to somebody else', async () => {
    const { token, project } = await userWithProject();
    const task = (await newTask(token, project)).body;
    const stranger = (await api.newUser()).token;
    const body = { project_id: project.id, title: 'Mine now', name: 'Mine now' };

    for (const path of [`/api/tasks/${task.id}`, `/api/projects/${project.id}`]) {
      assert.equal((await api.request('GET', path, { token: stranger })).status, 404);
      assert.equal((await api.request('PUT', path, { token: stranger, body })).status, 404);
      assert.equal((await api.request('DELETE', path, { token: stranger })).status, 404);
      assert.equal((await api.request('GET', path)).status, 401);
    }
    assert.equal((await newTask(stranger, project)).status, 400);
    assert.equal((await api.request('GET', '/api/tasks', { token: stranger })).body.data.length, 0);
    assert.equal((await api.request('GET', `/api/tasks/${task.id}`, { token })).body.title, task.title);
  });

  test('bad input is the fault of the client', async () => {
    const { token, project } = await userWithProject();
    const send = (body) => newTask(token, project, body);
    const wrong = [
      { title: '' }, { title: 7 }, { title: 'x'.repeat(201) }, { title: 'nul \0' }, { status: 'maybe' },
      { due_date: '2030-02-30' }, { due_date: 'soon' }, { due_date: '0000-01-01' },
      { project_id: 'x' }, { project_id: randomUUID() },
    ];
    for (const body of wrong) {
      const { status, body: answer } = await send(body);
      assert.equal(status, 400, JSON.stringify(body));
      assert.equal(answer.error.details[0].field, Object.keys(body)[0]);
    }
    const post = (options) => api.request('POST', '/api/tasks', { token, ...options });
    assert.equal((await post({ raw: '{"title":' })).status, 400);
    assert.equal((await post({ raw: 'title=x', type: 'application/x-www-form-urlencoded' })).status, 415);
    assert.equal((await post({})).status, 400);
    assert.equal((await send({ description: 'x'.repeat(200_000) })).status, 413);
    assert.equal((await api.request('GET', '/api/tasks/7', { token })).status, 400);
    assert.equal((await api.request('PATCH', `/api/tasks/${randomUUID()}`, { token, body: {} })).status, 400);
    assert.equal((await api.request('GET', '/api/nothing', { token })).status, 404);
    assert.equal((await api.request('GET', '/api/tasks/%zz', { token })).status, 400);
  });

  test('every documented operation exists', async () => {
    const { body: document } = await api.request('GET', '/openapi.json');
    const { token } = await api.newUser();
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const method of Object.keys(operations).filter((key) => key !== 'parameters')) {
        const { body } = await api.request(method.toUpperCase(), path.replace('{id}', randomUUID()), { token });
        assert.ok(!body?.error?.message.startsWith('There is no '), `${method} ${path}`);
      }
    }
  });

  test('the health check says when the database answers', async () => {
    assert.equal((await api.request('GET', '/health')).status, 200);
  });
});
