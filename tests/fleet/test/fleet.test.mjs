// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every name of the five documents is there, and does what its document says. Run with: node --test
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';

let fleet;
let urls;

before(async () => {
    const main = fileURLToPath(new URL('../main.mjs', import.meta.url));
    fleet = spawn(process.execPath, [main, '--interval', '200', '--tick', '50', '--transport-label'],
        { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = await once(createInterface({ input: fleet.stdout }), 'line');
    urls = JSON.parse(line);
});

after(async () => {
    const ended = once(fleet, 'exit');
    fleet.stdin.end(); // who holds the pipe leaves: the fleet ends by itself
    await ended;
});

const token = { authorization: 'Bearer burstlet' };
const json = { ...token, 'content-type': 'application/json' };
const control = async (name, body = {}) => {
    const response = await fetch(`${urls.control}/control/${name}`,
        { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    assert.equal(response.status, 200, `${name}: ${await response.clone().text()}`);
    return response.json();
};
const ask = async (method, path, body, headers = json) => {
    const response = await fetch(`${urls.monitoring}${path}`,
        { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};
const until = async (what, condition) => {
    for (let i = 0; i < 200; ++i) {
        const found = await condition();
        if (found) {
            return found;
        }
        await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return assert.fail(`never: ${what}`);
};

/** Metric name -> {type, labels: name -> set of values}. */
async function exposition(url) {
    const metrics = new Map();
    const text = await (await fetch(`${url}/metrics`)).text();
    for (const line of text.split('\n')) {
        if (line.startsWith('# TYPE ')) {
            const [, , name, type] = line.split(' ');
            metrics.set(name, { type, labels: {} });
        } else if (line !== '' && !line.startsWith('#')) {
            const [, name, labels = ''] = /^([a-zA-Z0-9_:]+)(?:\{(.*)\})? /.exec(line);
            const family = metrics.get(name) ?? metrics.get(name.replace(/_(bucket|sum|count)$/, ''));
            for (const [, label, value] of labels.matchAll(/([a-zA-Z0-9_]+)="((?:[^"\\]|\\.)*)"/g)) {
                (family.labels[label] ??= new Set()).add(value);
            }
        }
    }
    return metrics;
}
function has(metrics, name, type, labels = {}) {
    const metric = metrics.get(name);
    assert.ok(metric, `${name} is not exposed`);
    assert.equal(metric.type, type, name);
    for (const [label, values] of Object.entries(labels)) {
        const seen = metric.labels[label] ?? new Set();
        for (const value of values) {
            assert.ok(seen.has(value), `${name}{${label}="${value}"}: only ${[...seen]}`);
        }
    }
}

test('000: the nine metrics of metrics2.ts', async () => {
    const metrics = await until('requests', async () => {
        const found = await exposition(urls.sessions);
        return found.get('http_requests_total').labels.route && found;
    });
    has(metrics, 'websocket_connections', 'gauge', { type: ['user-scoped', 'session-scoped', 'machine-scoped'] });
    has(metrics, 'session_alive_events_total', 'counter');
    has(metrics, 'machine_alive_events_total', 'counter');
    has(metrics, 'session_cache_operations_total', 'counter', { operation: ['get', 'set'], result: ['hit', 'miss'] });
    has(metrics, 'database_updates_skipped_total', 'counter', { type: ['session', 'machine'] });
    has(metrics, 'websocket_events_total', 'counter', { event_type: ['session-alive', 'machine-alive'] });
    has(metrics, 'http_requests_total', 'counter', { method: ['GET'], status: ['200'] });
    has(metrics, 'http_request_duration_seconds', 'histogram',
        { le: ['0.001', '0.005', '0.01', '0.05', '0.1', '0.5', '1', '5', '10', '+Inf'] });
    has(metrics, 'database_records', 'gauge', { table: ['accounts', 'sessions', 'messages', 'machines'] });
});

test('001: the ten websocket metrics, their labels and buckets, and Node.js itself', async () => {
    const metrics = await exposition(urls.events);
    const received = ['task_assign', 'draft_approve', 'draft_reject', 'message_send'];
    const buckets = (values) => ({ le: [...values.map(String), '+Inf'] });
    has(metrics, 'websocket_active_connections', 'gauge', { transport: ['websocket', 'polling'] });
    has(metrics, 'websocket_connections_total', 'counter');
    has(metrics, 'websocket_disconnections_total', 'counter');
    has(metrics, 'websocket_connection_duration_seconds', 'histogram', buckets([1, 5, 15, 30, 60, 300, 600, 1800, 3600]));
    has(metrics, 'websocket_events_emitted_total', 'counter', { event_type: ['agent:status', 'task:progress', 'task:completed',
        'task:failed', 'message:new', 'draft:pending', 'activity:log'] });
    has(metrics, 'websocket_events_received_total', 'counter', { event_type: [...received, 'state_sync'] });
    has(metrics, 'websocket_event_errors_total', 'counter', { event_type: received });
    has(metrics, 'websocket_event_latency_milliseconds', 'histogram', buckets([1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500]));
    has(metrics, 'websocket_heartbeat_rtt_milliseconds', 'histogram');
    has(metrics, 'websocket_initial_state_latency_milliseconds', 'histogram',
        buckets([10, 25, 50, 100, 250, 500, 1000, 2500, 5000]));
    has(metrics, 'process_resident_memory_bytes', 'gauge');
    has(metrics, 'nodejs_eventloop_lag_seconds', 'gauge');

    await control('expose', { metric: 'websocket_heartbeat_rtt_milliseconds', exposed: false });
    assert.ok(!(await exposition(urls.events)).has('websocket_heartbeat_rtt_milliseconds'));
    await control('expose', { metric: 'websocket_heartbeat_rtt_milliseconds' });
    assert.ok((await exposition(urls.events)).has('websocket_heartbeat_rtt_milliseconds'));
});

test('002: health is public, everything else wants the token', async () => {
    const health = await ask('GET', '/health', undefined, {});
    assert.equal(health.status, 200);
    assert.equal(health.body.data.status, 'healthy');
    assert.deepEqual(new Set(health.body.data.checks.map(({ type }) => type)),
        new Set(['http', 'tcp', 'database', 'redis', 'external-api', 'disk', 'memory', 'custom']));
    for (const path of ['/metrics', '/health-checks', '/alerts', '/logs', '/dashboards', '/overview']) {
        const refused = await ask('GET', path, undefined, {});
        assert.equal(refused.status, 401, path);
        assert.equal(refused.body.error.name, 'MonitoringError');
        assert.equal((await ask('GET', path)).status, 200, path);
    }
});

test('002: metrics are given, collected on demand, and taken in four types with tags', async () => {
    const collected = await ask('POST', '/metrics/collect');
    for (const part of ['cpu', 'memory', 'disk', 'network', 'process']) {
        assert.ok(part in collected.body.data.system, part);
    }
    for (const part of ['requests', 'response', 'errors', 'activeUsers', 'activeSessions']) {
        assert.ok(part in collected.body.data.application, part);
    }
    assert.deepEqual(Object.keys(collected.body.data.application.response), ['average', 'median', 'p95', 'p99']);
    for (const type of ['counter', 'gauge', 'histogram', 'summary']) {
        const given = await ask('POST', '/metrics/custom', { name: `orders_${type}`, type, value: 3, tags: { region: 'eu' } });
        assert.equal(given.status, 201);
    }
    await ask('POST', '/metrics/custom', { name: 'orders_counter', type: 'counter', value: 4, tags: { region: 'eu' } });
    const { custom } = (await ask('GET', '/metrics')).body.data;
    assert.equal(custom.find(({ name }) => name === 'orders_counter').value, 7);
    assert.equal((await ask('POST', '/metrics/custom', { name: 'x', type: 'dial', value: 1 })).body.error.code, 'VALIDATION_ERROR');
});

test('002: health checks and alerts are made, listed, changed, deleted', async () => {
    const check = await ask('POST', '/health-checks', { name: 'own', type: 'tcp', target: 'localhost:22', interval: 10, timeout: 2, retries: 1 });
    assert.equal(check.status, 201);
    assert.deepEqual(Object.keys(check.body.data), ['id', 'name', 'type', 'target', 'interval', 'timeout', 'retries', 'config',
        'isActive', 'createdAt']);
    assert.ok((await ask('GET', '/health-checks')).body.data.some(({ id }) => id === check.body.data.id));
    assert.equal((await ask('DELETE', `/health-checks/${check.body.data.id}`)).status, 204);
    assert.equal((await ask('DELETE', `/health-checks/${check.body.data.id}`)).status, 404);
    const tooFast = await ask('POST', '/health-checks', { name: 'own', type: 'tcp', target: 'x', interval: 1 });
    assert.equal(tooFast.status, 400);
    assert.deepEqual(tooFast.body.error.details, [{ path: 'interval', message: 'must be a number from 10 to 300' }]);

    const condition = { metric: 'errors.rate', operator: '>', threshold: 5, window: '5m' };
    const types = ['threshold', 'anomaly', 'error-rate', 'downtime', 'performance', 'custom'];
    const made = await Promise.all(types.map((type) => ask('POST', '/alerts', { name: type, type, severity: 'critical', condition,
        channels: [{ type: 'email' }, { type: 'slack' }, { type: 'webhook' }, { type: 'sms' }] })));
    assert.ok(made.every(({ status }) => status === 201));
    assert.deepEqual(Object.keys(made[0].body.data), ['id', 'name', 'type', 'severity', 'condition', 'channels', 'cooldown',
        'isActive', 'lastTriggered', 'createdAt', 'updatedAt']);
    const changed = await ask('PUT', `/alerts/${made[0].body.data.id}`, { severity: 'info', isActive: false });
    assert.equal(changed.body.data.severity, 'info');
    assert.equal(changed.body.data.isActive, false);
    for (const { body } of made) {
        assert.equal((await ask('DELETE', `/alerts/${body.data.id}`)).status, 204);
    }
    assert.equal((await ask('PUT', '/alerts/none', {})).status, 404);
});

test('002: an alert event is acknowledged, twice without harm', async () => {
    const { result } = await control('burstlet-alert', { name: 'Errors', value: 12 });
    const listed = (await ask('GET', '/alerts')).body.data.find(({ name }) => name === 'Errors');
    assert.ok(listed.lastTriggered);
    const path = `/alerts/events/${result.id}/acknowledge`;
    const first = await ask('POST', path, { user: 'ann', comment: 'mine' });
    assert.equal(first.body.data.status, 'acknowledged');
    assert.equal(first.body.data.acknowledgedBy, 'ann');
    const second = await ask('POST', path, { user: 'bob' });
    assert.deepEqual(second.body, first.body);
    assert.equal((await ask('POST', '/alerts/events/none/acknowledge')).status, 404);
});

test('002: logs by level, service, words and time; dashboards; overview', async () => {
    await control('burstlet-log', { level: 'error', service: 'publisher', message: 'upload failed', metadata: { videoId: 7 } });
    const { logs } = (await ask('GET', '/logs?level=error&service=publisher&search=upload&limit=5')).body.data;
    assert.deepEqual(Object.keys(logs[0]), ['id', 'level', 'message', 'timestamp', 'service', 'metadata', 'trace']);
    assert.deepEqual(logs[0].metadata, { videoId: 7 });
    assert.match(logs[0].trace.traceId, /^[0-9a-f]{32}$/);
    assert.equal((await ask('GET', '/logs?level=loud')).status, 400);

    const widgets = ['line', 'bar', 'gauge', 'number', 'table', 'logs', 'alerts'].map((type) => ({ type, title: type }));
    const made = await ask('POST', '/dashboards', { name: 'own', isPublic: true, refreshInterval: 10, widgets });
    assert.equal(made.status, 201);
    const path = `/dashboards/${made.body.data.id}`;
    assert.equal((await ask('GET', path)).body.data.widgets.length, 7);
    assert.ok((await ask('GET', '/dashboards')).body.data.length >= 2);
    assert.equal((await ask('DELETE', path)).status, 204);
    assert.equal((await ask('GET', path)).status, 404);

    const overview = (await ask('GET', '/overview')).body.data;
    assert.deepEqual(Object.keys(overview), ['health', 'system', 'application', 'alerts', 'logs']);
});

test('002: failures on demand carry the document\'s error codes', async () => {
    await control('check', { name: 'redis' });
    const health = (await ask('GET', '/health')).body.data;
    assert.equal(health.status, 'degraded');
    assert.equal(health.checks.find(({ name }) => name === 'redis').error.code, 'HEALTH_CHECK_ERROR');
    await control('burstlet-fail', { endpoint: 'POST /metrics/collect', code: 'COLLECTION_ERROR' });
    assert.deepEqual((await ask('POST', '/metrics/collect')).body.error.code, 'COLLECTION_ERROR');
    await control('burstlet-fail', { endpoint: 'GET /alerts', code: 'ALERT_ERROR', status: 503 });
    assert.equal((await ask('GET', '/alerts')).status, 503);
    await control('heal');
    assert.equal((await ask('GET', '/alerts')).status, 200);
    assert.equal((await ask('GET', '/health')).body.data.status, 'healthy');
});

/** A client of the stream that keeps what it was sent; it leaves with the test. */
async function stream(context) {
    const socket = new WebSocket(urls.stream);
    context.after(async () => {
        const closed = once(socket, 'close');
        socket.close();
        await closed;
    });
    const messages = [];
    socket.on('message', (data) => messages.push(JSON.parse(data.toString())));
    await once(socket, 'open');
    return { socket, messages };
}

test('003: the stream sends an overview at once, merges subscriptions, and broadcasts alerts', async (context) => {
    const { socket, messages } = await stream(context);
    const first = await until('first message', () => messages[0]);
    assert.equal(first.type, 'metrics');
    assert.deepEqual(Object.keys(first.data), ['overview']);
    assert.deepEqual(Object.keys(first.data.overview), ['timestamp', 'requestsPerSecond', 'avgLatency', 'p95Latency', 'p99Latency',
        'errorRate', 'totalRequests', 'successfulRequests', 'failedRequests', 'rateLimitedRequests', 'activeConnections',
        'healthyBackends', 'totalBackends']);
    socket.send(JSON.stringify({ type: 'subscribe', data: { requestRate: true, latencyPercentiles: true, topEndpoints: true,
        statusDistribution: true } }));
    const confirmed = await until('confirmation', () => messages.find(({ type }) => type === 'subscribed'));
    assert.deepEqual(confirmed.data, { overview: true, requestRate: true, latencyPercentiles: true, statusDistribution: true,
        topEndpoints: true, alerts: true });
    const full = await until('all parts', () => messages.find(({ type, data }) => type === 'metrics' && data.topEndpoints));
    assert.deepEqual(Object.keys(full.data), ['overview', 'requestRate', 'latencyPercentiles', 'topEndpoints']);
    assert.deepEqual(Object.keys(full.data.latencyPercentiles[0]), ['bucket', 'p50', 'p95', 'p99', 'avg']);
    await control('alert', { ruleId: 'high-error-rate' });
    const alert = await until('alert', () => messages.find(({ type }) => type === 'alert'));
    assert.deepEqual(Object.keys(alert.data).sort(), ['currentValue', 'id', 'message', 'ruleId', 'ruleName', 'severity', 'status',
        'threshold', 'triggeredAt']);
});

test('003: an eleventh connection from one address is refused', async (context) => {
    await Promise.all(Array.from({ length: 10 }, () => stream(context)));
    const eleventh = new WebSocket(urls.stream);
    const [error] = await once(eleventh, 'error');
    assert.match(error.message, /429/);
});

test('003: every REST endpoint, its ranges, and a backend whose breaker opens', async () => {
    const get = async (path) => (await fetch(`${urls.rest}/${path}`)).json();
    for (const path of ['overview', 'request-rate', 'latency', 'top-endpoints', 'status-distribution']) {
        for (const range of ['1m', '5m', '15m', '1h']) {
            assert.equal((await get(`${path}?range=${range}`)).success, true, `${path} ${range}`);
        }
    }
    assert.equal((await get('top-endpoints?range=1h&limit=3')).data.length, 3);
    assert.ok((await get('request-rate?range=15m')).data.length > (await get('request-rate?range=5m')).data.length);
    assert.ok((await get('realtime')).data.totalBackends > 0);
    await control('backend', { name: 'orders-1' });
    const { summary, backends } = (await get('backends')).data;
    assert.deepEqual(summary, { total: 5, healthy: 4, unhealthy: 1 });
    assert.equal(backends.find(({ name }) => name === 'orders-1').circuitBreaker.state, 'open');
    await control('backend', { name: 'orders-1', healthy: true, circuit: 'half-open' });
    assert.equal((await get('backends')).data.backends.find(({ name }) => name === 'orders-1').circuitBreaker.state, 'half-open');
    await control('rest-fail', { path: 'latency', error: 'the database is away' });
    assert.deepEqual(await get('latency'), { success: false, error: 'the database is away' });
    await control('heal');
});

test('004: health, live and ready; 503 with a body; 404 when disabled', async () => {
    for (const url of [urls.health, urls.live, urls.ready]) {
        const response = await fetch(url);
        const body = await response.json();
        assert.equal(response.status, 200);
        assert.deepEqual([body.success, body.status], [true, 'up']);
        assert.ok(body.checks.every(({ duration }) => Number.isInteger(duration)));
    }
    const components = (await (await fetch(urls.ready)).json()).checks.map(({ component }) => component);
    assert.deepEqual(components, ['database', 'redis', 'realtime', 'maintenance', 'protocol:ssh', 'protocol:rdp']);
    await control('component', { name: 'database', status: 'down', details: 'ping: connection refused' });
    const broken = await fetch(urls.ready);
    assert.equal(broken.status, 503);
    assert.equal((await broken.json()).checks[0].details, 'ping: connection refused');
    await control('component', { name: 'database', status: 'degraded' });
    assert.equal((await fetch(urls.ready)).status, 200);
    await control('monitoring', { enabled: false });
    for (const url of [urls.health, urls.live, urls.ready, `${urls.platform}/metrics`]) {
        assert.equal((await fetch(url)).status, 404);
    }
    await control('heal');
    await control('stale', { job: 'session_cleanup', seconds: 172_800 });
    const text = await (await fetch(`${urls.platform}/metrics`)).text();
    const [, stamp] = /maintenance_last_success_timestamp_seconds\{job="session_cleanup"\} (\S+)/.exec(text);
    assert.ok(Date.now() / 1000 - Number(stamp) >= 172_800);
});

test('004: the collectors of the plan', async () => {
    const metrics = await until('logins', async () => {
        const found = await exposition(urls.platform);
        return found.get('api_request_duration_seconds').labels.route && found.get('vault_operations_total').labels.operation && found;
    });
    has(metrics, 'auth_attempts_total', 'counter', { result: ['success', 'failure'] });
    has(metrics, 'permission_checks_total', 'counter', { result: ['allowed', 'denied'] });
    has(metrics, 'active_sessions', 'gauge');
    has(metrics, 'api_request_duration_seconds', 'histogram');
    has(metrics, 'vault_operations_total', 'counter', { operation: ['read'], result: ['success', 'failure'] });
    has(metrics, 'realtime_active_connections', 'gauge');
    const streams = { stream: ['notifications', 'sessions', 'audit'] };
    for (const name of ['broadcasts', 'send_failures', 'subscribes', 'unsubscribes', 'queue_drops']) {
        has(metrics, `realtime_${name}_total`, 'counter', streams);
    }
    has(metrics, 'maintenance_run_duration_seconds', 'histogram', { job: ['session_cleanup'] });
    has(metrics, 'maintenance_runs_total', 'counter', { status: ['success'] });
    has(metrics, 'maintenance_last_success_timestamp_seconds', 'gauge', { job: ['session_cleanup'] });
    has(metrics, 'connection_launches_total', 'counter', { protocol: ['ssh', 'rdp', 'vnc', 'sftp'] });
    has(metrics, 'active_connections', 'gauge', { protocol: ['ssh'] });
    has(metrics, 'session_duration_seconds', 'histogram');
});
