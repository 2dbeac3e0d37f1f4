// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes, randomUUID } from 'node:crypto';
import express from 'express';
import { Counter, Gauge, Registry, Summary } from 'prom-client';
import {
    MonitoringError, Table, alertFrom, customMetricFrom, dashboardFrom, healthCheckFrom, logLevels,
} from '../lib/burstlet_store.mjs';
import { swell } from '../lib/random.mjs';
import { Service, serveMetrics } from '../lib/service.mjs';
import { percentiles } from '../lib/traffic_log.mjs';

const base = '/api/v1/monitoring';
const keptLogs = 2000;
const keptSamples = 500;
const endpoints = { 'GET /api/v1/videos': 9, 'POST /api/v1/videos': 1.2, 'GET /api/v1/analytics': 4, 'POST /api/v1/auth/login': 2 };
const statuses = { 200: 950, 201: 25, 400: 9, 401: 6, 404: 8, 500: 2 };
const services = ['api', 'generation', 'publisher'];
const gibibyte = 2 ** 30;
const shownMetrics = { line: 'cpu.usage', bar: 'requests.byStatus', gauge: 'memory.percentage', number: 'activeUsers' };

/** The Burstlet monitoring module: every endpoint of its specification, with its tables behind them. */
export class BurstletService extends Service {
    constructor(options) {
        super('burstlet', options, 5);
        this.healthChecks = new Table('health check');
        this.alerts = new Table('alert');
        this.alertEvents = new Table('alert event');
        this.dashboards = new Table('dashboard');
        this.logs = [];
        this.reset();
        this.fill();
    }

    heal() {
        super.heal();
        this.failures = new Map();
        this.brokenChecks = new Set();
    }

    reset() {
        this.startedAt = Date.now();
        this.counts = { total: 0, byEndpoint: {}, byMethod: {}, byStatus: {}, errors: {} };
        this.responses = [];
        this.custom = new Map();
        this.systemMetrics = [];
        this.applicationMetrics = [];
        this.network = { rxBytes: 0, txBytes: 0 };
        this.registerMetrics();
    }

    /** The same values as Prometheus text. The document has no such endpoint: README.md says why it is here. */
    registerMetrics() {
        this.registry = new Registry();
        const registers = [this.registry];
        const metric = (Type, name, help, labelNames = [], extra = {}) =>
            new Type({ name: `burstlet_${name}`, help, labelNames, registers, ...extra });
        this.shown = {
            cpu: metric(Gauge, 'cpu_usage_percent', 'CPU usage'),
            load: metric(Gauge, 'load_average', 'Load average', ['period']),
            memory: metric(Gauge, 'memory_bytes', 'Memory by state', ['state']),
            disk: metric(Gauge, 'disk_bytes', 'Disk space by state', ['state']),
            network: metric(Counter, 'network_bytes_total', 'Network I/O', ['direction']),
            process: metric(Gauge, 'process_memory_bytes', 'Resident memory of the process'),
            uptime: metric(Gauge, 'process_uptime_seconds', 'Age of the process'),
            requests: metric(Counter, 'requests_total', 'Requests', ['method', 'endpoint', 'status']),
            errors: metric(Counter, 'errors_total', 'Errors by type', ['type']),
            response: metric(Summary, 'response_time_milliseconds', 'Response times', [],
                { percentiles: [0.5, 0.95, 0.99], maxAgeSeconds: 60, ageBuckets: 6 }),
            users: metric(Gauge, 'active_users', 'Active users'),
            sessions: metric(Gauge, 'active_sessions', 'Active sessions'),
            checkUp: metric(Gauge, 'health_check_up', '1 while the check passes', ['name', 'type']),
            checkTime: metric(Gauge, 'health_check_response_milliseconds', 'How long the check took', ['name', 'type']),
            alerts: metric(Gauge, 'alerts_active', 'Alert events that nobody resolved', ['severity']),
            logs: metric(Counter, 'log_entries_total', 'Log entries', ['level', 'service']),
        };
    }

    /** What a module that runs for a while has in its tables. */
    fill() {
        const check = (name, type, target, config = undefined) =>
            this.healthChecks.add(healthCheckFrom({ name, type, target, interval: 30, config }));
        check('api', 'http', 'http://localhost:3001/health', { expectedStatus: 200 });
        check('gateway port', 'tcp', 'localhost:443');
        check('database', 'database', 'postgresql://localhost:5432/burstlet');
        check('redis', 'redis', 'redis://localhost:6379');
        check('model provider', 'external-api', 'https://api.example.com/v1/models');
        check('disk', 'disk', '/', { threshold: 90 });
        check('memory', 'memory', 'system', { threshold: 85 });
        check('queue depth', 'custom', 'queue-depth');
        const alert = (name, type, severity, condition) => this.alerts.add(alertFrom({
            name, type, severity, condition, channels: [{ type: 'email', config: { to: 'ops@example.com' } }],
        }));
        alert('High CPU', 'threshold', 'warning', { metric: 'cpu.usage', operator: '>', threshold: 90, window: '5m' });
        alert('Errors', 'error-rate', 'error', { metric: 'errors.rate', operator: '>', threshold: 5, window: '5m' });
        this.dashboards.add(dashboardFrom({
            name: 'Overview', isPublic: true,
            widgets: ['line', 'bar', 'gauge', 'number', 'table', 'logs', 'alerts'].map((type, index) => ({
                id: `w${index + 1}`, type, title: type, position: { x: (index % 3) * 4, y: Math.floor(index / 3) * 4, w: 4, h: 4 },
                ...(type in shownMetrics ? { config: { metric: shownMetrics[type] } } : {}),
            })),
        }));
        this.triggerAlert(this.alerts.all()[0], 93.5);
        this.collect();
    }

    triggerAlert(alert, value) {
        alert.lastTriggered = new Date().toISOString();
        return this.alertEvents.add({
            alertId: alert.id, name: alert.name, severity: alert.severity, status: 'active',
            message: `${alert.condition.metric} is ${value} (${alert.condition.operator} ${alert.condition.threshold})`,
            value, threshold: alert.condition.threshold, triggeredAt: alert.lastTriggered,
            acknowledgedAt: null, acknowledgedBy: null,
        });
    }

    /** A line of the log, with the trace that it belongs to. */
    log(level, service, message, metadata = null) {
        this.logs.push({
            id: `c${randomUUID().slice(0, 8)}`, level, message, timestamp: new Date().toISOString(), service, metadata,
            trace: { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex'), parentSpanId: null },
        });
        this.shown.logs.inc({ level, service });
        if (this.logs.length > keptLogs) {
            this.logs.shift();
        }
    }

    tick(seconds, now) {
        const level = swell(now, this.phase);
        for (const [key, rate] of Object.entries(endpoints)) {
            for (let i = this.random.poisson(rate * level * seconds); i > 0; --i) {
                this.request(key, Number(this.random.pick(statuses)));
            }
        }
        for (let i = this.random.poisson(this.faults.errorsPerSecond * seconds); i > 0; --i) {
            this.request('GET /api/v1/videos', 500);
        }
        for (const service of services) {
            for (let i = this.random.poisson(0.8 * seconds); i > 0; --i) {
                this.log(this.random.chance(0.05) ? 'warn' : 'info', service, 'job finished', { jobId: randomUUID() });
            }
        }
        this.network.rxBytes += Math.round(90_000 * level * seconds);
        this.network.txBytes += Math.round(240_000 * level * seconds);
        this.collect();
    }

    request(key, status) {
        const [method] = key.split(' ');
        const milliseconds = this.random.logNormal(38, 0.6) + this.faults.latencyMs;
        const count = (map, name) => {
            map[name] = (map[name] ?? 0) + 1;
        };
        ++this.counts.total;
        count(this.counts.byEndpoint, key);
        count(this.counts.byMethod, method);
        count(this.counts.byStatus, status);
        this.responses.push(milliseconds);
        if (this.responses.length > keptSamples) {
            this.responses.shift();
        }
        this.shown.requests.inc({ method, endpoint: key.split(' ')[1], status: String(status) });
        this.shown.response.observe(milliseconds);
        if (status >= 400) {
            const type = status >= 500 ? 'ServerError' : 'ClientError';
            count(this.counts.errors, type);
            this.shown.errors.inc({ type });
            if (status >= 500) {
                this.log('error', 'api', `${key} failed`, { status, stack: 'Error: upstream closed\n    at handler' });
            }
        }
    }

    /** One row each of SystemMetric and ApplicationMetric. */
    collect() {
        const now = Date.now();
        const level = swell(now, this.phase);
        const total = 16 * gibibyte;
        const used = Math.round(total * (0.5 + 0.1 * (level - 1)));
        const system = {
            timestamp: new Date(now).toISOString(),
            cpu: { usage: 34 * level, loadAverage: [1.2 * level, 1.1, 1.0], cores: 8 },
            memory: { total, used, free: total - used, percentage: (100 * used) / total },
            disk: { total: 200 * gibibyte, used: 88 * gibibyte, available: 112 * gibibyte, percentage: 44 },
            network: { ...this.network },
            process: { pid: process.pid, uptime: (now - this.startedAt) / 1000, memory: process.memoryUsage().rss, cpu: 3 * level },
        };
        const { p50, p95, p99 } = percentiles(this.responses);
        const seconds = Math.max(1, (now - this.startedAt) / 1000);
        const application = {
            timestamp: system.timestamp,
            requests: { total: this.counts.total, rate: this.counts.total / seconds, byEndpoint: this.counts.byEndpoint,
                byMethod: this.counts.byMethod, byStatus: this.counts.byStatus },
            response: { average: this.responses.reduce((sum, value) => sum + value, 0) / Math.max(1, this.responses.length),
                median: p50, p95, p99 },
            errors: { total: Object.values(this.counts.errors).reduce((sum, count) => sum + count, 0), byType: this.counts.errors },
            activeUsers: Math.round(210 * level),
            activeSessions: Math.round(260 * level),
        };
        this.systemMetrics = [...this.systemMetrics.slice(1 - keptSamples), system];
        this.applicationMetrics = [...this.applicationMetrics.slice(1 - keptSamples), application];
        this.show(system, application);
        return { system, application };
    }

    show(system, application) {
        const { shown } = this;
        shown.cpu.set(system.cpu.usage);
        ['1m', '5m', '15m'].forEach((period, index) => shown.load.set({ period }, system.cpu.loadAverage[index]));
        for (const state of ['total', 'used', 'free']) {
            shown.memory.set({ state }, system.memory[state]);
        }
        for (const state of ['total', 'used', 'available']) {
            shown.disk.set({ state }, system.disk[state]);
        }
        shown.network.reset();
        shown.network.inc({ direction: 'receive' }, system.network.rxBytes);
        shown.network.inc({ direction: 'transmit' }, system.network.txBytes);
        shown.process.set(system.process.memory);
        shown.uptime.set(system.process.uptime);
        shown.users.set(application.activeUsers);
        shown.sessions.set(application.activeSessions);
        shown.checkUp.reset();
        shown.checkTime.reset();
        for (const { name, type, status, responseTime } of this.checkResults()) {
            shown.checkUp.set({ name, type }, status === 'healthy' ? 1 : 0);
            shown.checkTime.set({ name, type }, responseTime);
        }
        for (const severity of ['info', 'warning', 'error', 'critical']) {
            shown.alerts.set({ severity }, this.activeEvents().filter((event) => event.severity === severity).length);
        }
    }

    activeEvents() {
        return this.alertEvents.all().filter(({ status }) => status === 'active');
    }

    checkResults() {
        return this.healthChecks.all().filter(({ isActive }) => isActive).map(({ id, name, type }) => {
            const broken = this.brokenChecks.has(name);
            return {
                id, name, type, status: broken ? 'unhealthy' : 'healthy',
                responseTime: Math.round(this.random.logNormal(4, 0.4) * 10) / 10, lastCheck: new Date().toISOString(),
                ...(broken ? { error: { code: 'HEALTH_CHECK_ERROR', message: `${name}: connection refused` } } : {}),
            };
        });
    }

    health() {
        const checks = this.checkResults();
        const failed = checks.filter(({ status }) => status !== 'healthy').length;
        const status = failed === 0 ? 'healthy' : failed < checks.length ? 'degraded' : 'unhealthy';
        return { status, timestamp: new Date().toISOString(), uptime: (Date.now() - this.startedAt) / 1000, version: '1.0.0', checks };
    }

    record({ name, type, value, tags }) {
        const key = JSON.stringify([name, Object.entries(tags).sort()]);
        const metric = this.custom.get(key) ?? { name, type, tags, value: 0, count: 0, sum: 0, min: value, max: value };
        if (metric.type !== type) {
            throw new MonitoringError(400, 'VALIDATION_ERROR', `${name} is a ${metric.type}`);
        }
        metric.value = type === 'counter' ? metric.value + value : value;
        ++metric.count;
        metric.sum += value;
        metric.min = Math.min(metric.min, value);
        metric.max = Math.max(metric.max, value);
        metric.timestamp = new Date().toISOString();
        this.custom.set(key, metric);
        return metric;
    }

    selectedLogs({ level, service, search, q, from, to, startTime, endTime, limit, offset }) {
        if (level !== undefined && !logLevels.includes(level)) {
            throw new MonitoringError(400, 'VALIDATION_ERROR', `level must be one of ${logLevels.join(', ')}`);
        }
        const words = search ?? q;
        const [first, last] = [from ?? startTime, to ?? endTime].map((time) => (time === undefined ? undefined : Date.parse(time)));
        const found = this.logs.filter((entry) => (level === undefined || entry.level === level)
            && (service === undefined || entry.service === service)
            && (words === undefined || entry.message.includes(words))
            && (first === undefined || Date.parse(entry.timestamp) >= first)
            && (last === undefined || Date.parse(entry.timestamp) < last)).reverse();
        const start = Number.parseInt(offset, 10) || 0;
        return { logs: found.slice(start, start + (Number.parseInt(limit, 10) || 100)), total: found.length };
    }

    overview() {
        const { system, application } = this.collect();
        const events = this.activeEvents();
        return {
            health: this.health(), system, application,
            alerts: { active: events.length, total: this.alerts.all().length, recent: events.slice(-10) },
            logs: { errors: this.logs.filter(({ level }) => level === 'error').length, total: this.logs.length },
        };
    }

    routes(app) {
        serveMetrics(app, this.registry);
        app.use(express.json());
        const router = express.Router();
        app.use(base, router);
        const give = (method, path, act, { open = false, status = 200 } = {}) =>
            router[method](path, (request, response) => {
                this.fail(method, path);
                if (!open) {
                    this.admit(request);
                }
                const data = act(request);
                response.status(data === undefined ? 204 : status);
                data === undefined ? response.end() : response.json({ success: true, data });
            });
        const body = (request) => request.body ?? {};

        router.get('/health', (_request, response) => {
            this.fail('get', '/health');
            const health = this.health();
            response.status(health.status === 'unhealthy' ? 503 : 200).json({ success: health.status !== 'unhealthy', data: health });
        });
        give('get', '/metrics', ({ query }) => {
            const limit = Number.parseInt(query.limit, 10) || 60;
            return { system: this.systemMetrics.slice(-limit), application: this.applicationMetrics.slice(-limit), custom: [...this.custom.values()] };
        });
        give('post', '/metrics/collect', () => this.collect());
        give('post', '/metrics/custom', (request) => this.record(customMetricFrom(body(request))), { status: 201 });

        give('post', '/health-checks', (request) => this.healthChecks.add(healthCheckFrom(body(request))), { status: 201 });
        give('get', '/health-checks', () => this.healthChecks.all());
        give('delete', '/health-checks/:id', ({ params }) => this.healthChecks.remove(params.id));

        give('post', '/alerts', (request) => this.alerts.add(alertFrom(body(request))), { status: 201 });
        give('get', '/alerts', () => this.alerts.all().map((alert) => ({
            ...alert, events: this.alertEvents.all().filter(({ alertId }) => alertId === alert.id),
        })));
        give('put', '/alerts/:id', (request) => {
            const before = this.alerts.get(request.params.id);
            return Object.assign(before, alertFrom(body(request), before));
        });
        give('delete', '/alerts/:id', ({ params }) => this.alerts.remove(params.id));
        give('post', '/alerts/events/:id/acknowledge', (request) => {
            const event = this.alertEvents.get(request.params.id);
            if (event.status === 'resolved') {
                throw new MonitoringError(409, 'ALERT_ERROR', 'the alert is resolved');
            }
            if (event.status === 'active') { // a second time changes nothing
                Object.assign(event, { status: 'acknowledged', acknowledgedAt: new Date().toISOString(),
                    acknowledgedBy: body(request).user ?? 'operator', comment: body(request).comment ?? null });
            }
            return event;
        });

        give('get', '/logs', ({ query }) => this.selectedLogs(query));
        give('post', '/dashboards', (request) => this.dashboards.add(dashboardFrom(body(request))), { status: 201 });
        give('get', '/dashboards', () => this.dashboards.all());
        give('get', '/dashboards/:id', ({ params }) => this.dashboards.get(params.id));
        give('delete', '/dashboards/:id', ({ params }) => this.dashboards.remove(params.id));
        give('get', '/overview', () => this.overview());

        router.use((error, _request, response, _next) => {
            const known = error instanceof MonitoringError;
            const broken = error.type === 'entity.parse.failed';
            response.status(known ? error.status : broken ? 400 : 500).json({ success: false, error: {
                name: 'MonitoringError', code: known ? error.code : broken ? 'VALIDATION_ERROR' : 'COLLECTION_ERROR',
                message: error.message, ...(error.details ? { details: error.details } : {}),
            } });
        });
    }

    admit(request) {
        const wanted = this.options.burstletToken;
        if (wanted && request.headers.authorization !== `Bearer ${wanted}`) {
            throw new MonitoringError(401, 'UNAUTHORIZED', 'a bearer token is required');
        }
    }

    /** What POST /control/burstlet-fail asked for. */
    fail(method, path) {
        const failure = this.failures.get(`${method.toUpperCase()} ${path}`);
        if (failure) {
            throw new MonitoringError(failure.status, failure.code, failure.message);
        }
    }

    state() {
        return { ...super.state(), failures: Object.fromEntries(this.failures), brokenChecks: [...this.brokenChecks],
            alertEvents: this.alertEvents.all(), custom: [...this.custom.values()] };
    }
}
