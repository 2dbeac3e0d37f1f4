// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { swell } from '../lib/random.mjs';
import { Service, serveMetrics } from '../lib/service.mjs';

const connectionTypes = { 'user-scoped': 42, 'session-scoped': 96, 'machine-scoped': 18 };
const routes = {
    'GET /v1/sessions': { weight: 30, median: 0.018 },
    'GET /v1/sessions/:id/messages': { weight: 26, median: 0.031 },
    'POST /v1/sessions': { weight: 7, median: 0.044 },
    'GET /v1/machines': { weight: 12, median: 0.012 },
    'POST /v1/machines': { weight: 3, median: 0.051 },
    'GET /v1/account/profile': { weight: 9, median: 0.006 },
    'POST /v1/auth': { weight: 5, median: 0.142 },
    'GET /v1/artifacts': { weight: 4, median: 0.065 },
};
const routeWeights = Object.fromEntries(Object.entries(routes).map(([route, { weight }]) => [route, weight]));
const eventTypes = { 'session-alive': 40, 'machine-alive': 12, message: 22, 'update-state': 14, ping: 30, 'rpc-call': 6 };

/** The session and machine service: the metrics of its monitoring module through prom-client. */
export class SessionService extends Service {
    constructor(options) {
        super('sessions', options, 1);
        this.records = { accounts: 1840, sessions: 12350, messages: 482100, machines: 2210 };
        this.reset();
    }

    reset() {
        this.registry = new Registry();
        const registers = [this.registry];
        collectDefaultMetrics({ register: this.registry });
        const metric = (Type, name, help, labelNames = [], extra = {}) =>
            new Type({ name, help, labelNames, registers, ...extra });

        this.websocketConnections = metric(Gauge, 'websocket_connections',
            'Number of active WebSocket connections', ['type']);
        this.sessionAlive = metric(Counter, 'session_alive_events_total', 'Total number of session-alive events');
        this.machineAlive = metric(Counter, 'machine_alive_events_total', 'Total number of machine-alive events');
        this.sessionCache = metric(Counter, 'session_cache_operations_total', 'Total session cache operations',
            ['operation', 'result']);
        this.updatesSkipped = metric(Counter, 'database_updates_skipped_total',
            'Number of database updates skipped due to debouncing', ['type']);
        this.websocketEvents = metric(Counter, 'websocket_events_total', 'Total WebSocket events received by type',
            ['event_type']);
        this.httpRequests = metric(Counter, 'http_requests_total', 'Total number of HTTP requests',
            ['method', 'route', 'status']);
        this.httpDuration = metric(Histogram, 'http_request_duration_seconds', 'HTTP request duration in seconds',
            ['method', 'route', 'status'], { buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] });
        this.databaseRecords = metric(Gauge, 'database_records', 'Total number of records in database tables',
            ['table']);

        this.connections = {};
        for (const [type, count] of Object.entries(connectionTypes)) {
            for (let i = 0; i < count; ++i) {
                this.incrementWebSocketConnection(type);
            }
        }
        this.updateDatabaseMetrics();
    }

    incrementWebSocketConnection(type) {
        this.connections[type] = (this.connections[type] ?? 0) + 1;
        this.websocketConnections.set({ type }, this.connections[type]);
    }

    /** Never below zero, as the document demands. */
    decrementWebSocketConnection(type) {
        this.connections[type] = Math.max(0, (this.connections[type] ?? 0) - 1);
        this.websocketConnections.set({ type }, this.connections[type]);
    }

    updateDatabaseMetrics() {
        for (const [table, count] of Object.entries(this.records)) {
            this.databaseRecords.set({ table }, Math.floor(count));
        }
        this.databaseUpdated = Date.now();
    }

    routes(app) {
        app.use((request, response, next) => {
            const started = process.hrtime.bigint();
            response.on('finish', () => {
                const seconds = Number(process.hrtime.bigint() - started) / 1e9;
                this.recordRequest(request.method, request.route?.path ?? 'unmatched', response.statusCode, seconds);
            });
            next();
        });
        serveMetrics(app, this.registry);
    }

    recordRequest(method, route, status, seconds) {
        const labels = { method, route, status: String(status) };
        this.httpRequests.inc(labels);
        this.httpDuration.observe(labels, seconds);
    }

    tick(seconds, now) {
        const level = swell(now, this.phase);
        this.moveConnections(seconds, level);
        this.sessionAlive.inc(this.random.poisson(9.5 * level * seconds));
        this.machineAlive.inc(this.random.poisson(1.8 * level * seconds));
        for (const [type, weight] of Object.entries(eventTypes)) {
            this.websocketEvents.inc({ event_type: type }, this.random.poisson(0.3 * weight * level * seconds));
        }
        for (const [operation, rate] of Object.entries({ get: 14, set: 3, delete: 0.4 })) {
            for (const [result, share] of Object.entries({ hit: 0.91, miss: 0.09 })) {
                this.sessionCache.inc({ operation, result }, this.random.poisson(rate * share * level * seconds));
            }
        }
        for (const [type, rate] of Object.entries({ session: 6, machine: 1.2 })) {
            this.updatesSkipped.inc({ type }, this.random.poisson(rate * level * seconds));
        }
        this.simulateRequests(seconds, level);
        this.growTables(seconds, level);
        if (now - this.databaseUpdated >= this.options.databaseIntervalMs) {
            this.updateDatabaseMetrics();
        }
    }

    moveConnections(seconds, level) {
        for (const [type, usual] of Object.entries(connectionTypes)) {
            const arrivals = this.random.poisson((usual / 60) * level * seconds);
            const departures = this.random.poisson(((this.connections[type] ?? 0) / 60) * seconds);
            for (let i = 0; i < arrivals; ++i) {
                this.incrementWebSocketConnection(type);
            }
            for (let i = 0; i < departures; ++i) {
                this.decrementWebSocketConnection(type);
            }
        }
    }

    simulateRequests(seconds, level) {
        const count = this.random.poisson(22 * level * seconds);
        for (let i = 0; i < count; ++i) {
            const key = this.random.pick(routeWeights);
            const [method, route] = key.split(' ');
            const status = this.random.pick({ 200: 955, 304: 18, 401: 9, 404: 12, 429: 3, 500: 2 });
            const duration = this.random.logNormal(routes[key].median, 0.55) + this.faults.latencyMs / 1000;
            this.recordRequest(method, route, status, duration);
        }
        const failures = this.random.poisson(this.faults.errorsPerSecond * seconds);
        for (let i = 0; i < failures; ++i) {
            const [method, route] = this.random.pick(routeWeights).split(' ');
            this.recordRequest(method, route, 500, this.random.logNormal(0.4, 0.5));
        }
    }

    growTables(seconds, level) {
        const perSecond = { accounts: 0.004, sessions: 0.05, messages: 3.1, machines: 0.01 };
        for (const [table, rate] of Object.entries(perSecond)) {
            this.records[table] += this.random.poisson(rate * level * seconds);
        }
    }
}
