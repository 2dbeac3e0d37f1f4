// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { swell } from '../lib/random.mjs';
import { Service, serveMetrics } from '../lib/service.mjs';

const components = {
    database: { medianMs: 1.8, live: true },
    redis: { medianMs: 0.6 },
    realtime: { medianMs: 0.05, live: true },
    maintenance: { medianMs: 0.03 },
    'protocol:ssh': { medianMs: 0.4 },
    'protocol:rdp': { medianMs: 0.5 },
};
const streams = ['notifications', 'sessions', 'audit'];
const jobs = { session_cleanup: 60, audit_retention: 300, token_cleanup: 120 };
const protocols = { ssh: 0.35, rdp: 0.15, vnc: 0.05, sftp: 0.09 };
const apiRoutes = { 'GET /api/sessions': 9, 'GET /api/connections': 12, 'POST /api/auth/login': 2, 'GET /api/vault/items': 4 };
const durations = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const nanosecondsPerMillisecond = 1_000_000;

/** The platform of the monitoring plan: health, liveness and readiness documents, and its metrics. */
export class PlatformService extends Service {
    constructor(options) {
        super('platform', options, 4);
        this.components = {};
        this.resetComponents();
        this.reset();
    }

    resetComponents() {
        this.components = Object.fromEntries(Object.keys(components).map((name) => [name, { status: 'up' }]));
    }

    heal() {
        super.heal();
        if (this.components) {
            this.resetComponents();
        }
    }

    /** Names are ours where the plan gives none: its words in snake case, with Prometheus' suffixes. */
    reset() {
        this.registry = new Registry();
        const registers = [this.registry];
        collectDefaultMetrics({ register: this.registry });
        const prefix = this.options.platformPrefix ?? '';
        const counter = (name, help, labelNames = []) =>
            new Counter({ name: prefix + name, help, labelNames, registers });
        const gauge = (name, help, labelNames = []) => new Gauge({ name: prefix + name, help, labelNames, registers });
        const histogram = (name, help, labelNames, buckets) =>
            new Histogram({ name: prefix + name, help, labelNames, buckets, registers });

        this.auth = counter('auth_attempts_total', 'Authentication attempts', ['result']);
        this.permissions = counter('permission_checks_total', 'Permission checks', ['permission', 'result']);
        this.sessions = gauge('active_sessions', 'Sessions that are open now');
        this.apiLatency = histogram('api_request_duration_seconds', 'Latency of API requests',
            ['method', 'route', 'status'], durations);
        this.vault = counter('vault_operations_total', 'Vault operations', ['operation', 'result']);
        this.realtime = gauge('realtime_active_connections', 'Active WebSocket connections of the realtime hub');
        this.broadcasts = counter('realtime_broadcasts_total', 'Broadcasts of the realtime hub', ['stream']);
        this.sendFailures = counter('realtime_send_failures_total', 'Broadcasts that did not reach a client', ['stream']);
        this.subscribes = counter('realtime_subscribes_total', 'Subscriptions to a stream', ['stream']);
        this.unsubscribes = counter('realtime_unsubscribes_total', 'Subscriptions to a stream given up', ['stream']);
        this.queueDrops = counter('realtime_queue_drops_total', 'Messages dropped because a queue was full', ['stream']);
        this.runDuration = histogram('maintenance_run_duration_seconds', 'Duration of maintenance runs', ['job'], durations);
        this.runs = counter('maintenance_runs_total', 'Maintenance runs', ['job', 'status']);
        this.lastSuccess = gauge('maintenance_last_success_timestamp_seconds',
            'When a maintenance job last succeeded', ['job']);
        this.launches = counter('connection_launches_total', 'Connections launched', ['protocol', 'result']);
        this.activeConnections = gauge('active_connections', 'Connections that are open now', ['protocol']);
        this.sessionDuration = histogram('session_duration_seconds', 'How long sessions lasted', [],
            [60, 300, 900, 1800, 3600, 7200, 14_400, 28_800]);

        for (const stream of streams) {
            this.sendFailures.inc({ stream }, 0);
            this.queueDrops.inc({ stream }, 0);
        }
        for (const result of ['success', 'failure']) {
            this.auth.inc({ result }, 0);
        }
        for (const protocol of Object.keys(protocols)) {
            this.launches.inc({ protocol, result: 'failure' }, 0);
        }
        this.lastRun = {};
        for (const job of Object.keys(jobs)) {
            this.runJob(job, Date.now() - 1000 * this.random.between(0, jobs[job]));
        }
        this.startedAt = Date.now();
    }

    runJob(job, now) {
        const failing = this.components.maintenance.status === 'down';
        this.lastRun[job] = now;
        this.runDuration.observe({ job }, this.random.logNormal(0.4, 0.5));
        this.runs.inc({ job, status: failing ? 'failure' : 'success' });
        if (!failing) {
            this.lastSuccess.set({ job }, now / 1000);
        }
    }

    /** A job that last succeeded so long ago, and does not run again until that time has passed once more. */
    age(job, seconds) {
        if (!(job in jobs)) {
            throw new Error(`no job "${job}": use one of ${Object.keys(jobs).join(', ')}`);
        }
        this.lastRun[job] = Date.now() + seconds * 1000;
        this.lastSuccess.set({ job }, Date.now() / 1000 - seconds);
    }

    tick(seconds, now) {
        const level = swell(now, this.phase);
        const many = (rate) => this.random.poisson(rate * level * seconds);
        const injected = this.random.poisson(this.faults.errorsPerSecond * seconds);
        this.auth.inc({ result: 'success' }, many(0.9));
        this.auth.inc({ result: 'failure' }, many(0.05) + injected);
        for (const permission of ['session.read', 'connection.launch', 'vault.read']) {
            this.permissions.inc({ permission, result: 'allowed' }, many(2));
            this.permissions.inc({ permission, result: 'denied' }, many(0.03));
        }
        this.sessions.set(Math.round(44 * level));
        this.realtime.set(Math.round(61 * swell(now, this.phase + 1)));
        for (const operation of ['read', 'write', 'rotate']) {
            this.vault.inc({ operation, result: 'success' }, many(operation === 'read' ? 1.6 : 0.1));
            this.vault.inc({ operation, result: 'failure' }, many(0.005));
        }
        for (const stream of streams) {
            this.broadcasts.inc({ stream }, many(4));
            this.subscribes.inc({ stream }, many(0.3));
            this.unsubscribes.inc({ stream }, many(0.29));
            this.sendFailures.inc({ stream }, many(this.components.realtime.status === 'up' ? 0.01 : 2));
        }
        for (const [protocol, rate] of Object.entries(protocols)) {
            this.launches.inc({ protocol, result: 'success' }, many(rate));
            this.launches.inc({ protocol, result: 'failure' }, many(rate * 0.03));
            this.activeConnections.set({ protocol }, Math.round(60 * rate * level));
        }
        this.observeRequests(many, injected);
        for (const [job, everySeconds] of Object.entries(jobs)) {
            if (now - this.lastRun[job] >= everySeconds * 1000) {
                this.runJob(job, now);
            }
        }
    }

    observeRequests(many, injected) {
        const observe = (route, status, median) => {
            const [method, path] = route.split(' ');
            this.apiLatency.observe({ method, route: path, status },
                this.random.logNormal(median, 0.6) + this.faults.latencyMs / 1000);
        };
        for (const [route, rate] of Object.entries(apiRoutes)) {
            for (let i = many(rate); i > 0; --i) {
                observe(route, this.random.chance(0.992) ? '200' : '500', 0.022);
            }
        }
        for (let i = 0; i < injected; ++i) {
            observe('POST /api/auth/login', '401', 0.08);
        }
        for (let i = many(0.2); i > 0; --i) {
            this.sessionDuration.observe(this.random.logNormal(1500, 1));
        }
    }

    probe(name) {
        const { status, details, durationMs } = this.components[name];
        const milliseconds = durationMs ?? this.random.logNormal(components[name]?.medianMs ?? 1, 0.3);
        return {
            component: name,
            status,
            ...(details ? { details } : {}),
            duration: Math.round(milliseconds * nanosecondsPerMillisecond), // Go's time.Duration
        };
    }

    report(names) {
        const checks = names.map((name) => this.probe(name));
        const worst = checks.some(({ status }) => status === 'down') ? 'down'
            : checks.some(({ status }) => status === 'degraded') ? 'degraded' : 'up';
        return { success: worst !== 'down', status: worst, checks };
    }

    routes(app) {
        app.use((request, response, next) => {
            if (this.faults.monitoring) {
                next();
            } else {
                response.status(404).json({ error: 'not found' });
            }
        });
        serveMetrics(app, this.registry);
        const answer = (response, report) => response.status(report.success ? 200 : 503).json(report);
        app.get('/health', (_request, response) => {
            const report = this.report(Object.keys(this.components));
            const reduced = report.checks.map(({ component, status, duration }) => ({ component, status, duration }));
            answer(response, { ...report, checks: reduced });
        });
        app.get('/health/live', (_request, response) => {
            answer(response, this.report(Object.keys(this.components).filter((name) => components[name]?.live)));
        });
        app.get('/health/ready', (_request, response) => {
            if (this.healthText !== undefined) {
                response.status(200).type('json').send(this.healthText);
                return;
            }
            answer(response, this.report(Object.keys(this.components)));
        });
    }

    state() {
        return { ...super.state(), components: this.components };
    }
}
