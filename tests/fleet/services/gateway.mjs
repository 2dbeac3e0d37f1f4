// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { Registry, collectDefaultMetrics } from 'prom-client';
import { WebSocketServer } from 'ws';
import { swell } from '../lib/random.mjs';
import { Service, serveMetrics } from '../lib/service.mjs';
import { TrafficLog, backends, percentiles } from '../lib/traffic_log.mjs';

const maxConnectionsPerIp = 10;
const pingEveryMs = 30_000;
const rememberedMessages = 100_000;
const defaultSubscription = {
    overview: true, requestRate: false, latencyPercentiles: false, statusDistribution: false, topEndpoints: false,
    alerts: true,
};
const ranges = { '1m': 60_000, '5m': 300_000, '15m': 900_000, '1h': 3_600_000 };

/** The AEGIS gateway: WebSocket stream /ws/metrics and REST under /api/metrics, as its document shows them. */
export class GatewayService extends Service {
    constructor(options) {
        super('gateway', options, 3);
        this.traffic = new TrafficLog(this.random, options.bucketSeconds);
        this.alerts = new Map();
        this.messagesSent = [];
        this.brokenBackends = new Set();
        this.reset();
        this.fillHistory();
    }

    /** What a new process forgets; the database with its buckets stays. */
    reset() {
        this.registry = new Registry();
        collectDefaultMetrics({ register: this.registry });
        this.totals = { total: 0, successful: 0, failed: 0, rateLimited: 0, latencyMs: 0 };
        this.recent = [];
        this.alerts.clear();
    }

    fillHistory() {
        const now = Date.now();
        const rate = 6; // thinner than the live traffic, so that the start takes no second
        for (let time = now - 900_000; time < now; time += 1000) {
            const count = this.random.poisson(rate * swell(time, this.phase));
            for (let i = 0; i < count; ++i) {
                this.traffic.record(time, 0);
            }
        }
    }

    heal() {
        super.heal();
        this.brokenBackends?.clear();
        this.breakers = new Map(); // by backend: closed, half-open or open
        this.restFailures = new Map();
    }

    attach(server) {
        this.stream = new WebSocketServer({
            server,
            path: '/ws/metrics',
            verifyClient: ({ req }, decide) => this.verify(req, decide),
        });
        this.stream.on('connection', (client) => this.welcome(client));
        this.updateTimer = setInterval(() => this.broadcastMetrics(), this.options.updateIntervalMs);
        this.pingTimer = setInterval(() => this.pingAll(), pingEveryMs);
    }

    async detach() {
        clearInterval(this.updateTimer);
        clearInterval(this.pingTimer);
        for (const client of this.stream.clients) {
            client.close(1001, 'server is restarting');
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
        for (const client of this.stream.clients) {
            client.terminate();
        }
        this.stream.close();
    }

    verify(request, decide) {
        if (this.faults.refusing) {
            decide(false, 503, 'the service refuses connections');
            return;
        }
        if (this.options.token && request.headers.authorization !== `Bearer ${this.options.token}`) {
            decide(false, 401, 'token required');
            return;
        }
        const address = request.socket.remoteAddress;
        const open = [...this.stream.clients].filter((client) => client.address === address).length;
        if (open >= maxConnectionsPerIp) {
            decide(false, 429, 'Too many connections from this address');
            return;
        }
        decide(true);
    }

    welcome(client) {
        client.address = client._socket.remoteAddress;
        client.isAlive = true;
        client.subscription = { ...defaultSubscription };
        client.on('message', (data) => this.handleMessage(client, data));
        client.on('pong', () => {
            client.isAlive = true;
        });
        client.on('error', () => client.terminate());
        this.sendMetrics(client);
    }

    handleMessage(client, data) {
        let message;
        try {
            message = JSON.parse(data.toString());
        } catch {
            this.send(client, { type: 'error', data: { message: 'invalid message' } });
            return;
        }
        if (message.type !== 'subscribe') {
            return;
        }
        client.subscription = { ...client.subscription, ...message.data };
        this.send(client, { type: 'subscribed', data: client.subscription });
        this.sendMetrics(client);
    }

    pingAll() {
        for (const client of this.stream.clients) {
            if (!client.isAlive) {
                client.terminate();
                continue;
            }
            client.isAlive = false;
            client.ping();
        }
    }

    broadcastMetrics() {
        if (this.silentMs > 0) {
            return;
        }
        const overview = this.realtimeOverview();
        for (const client of this.stream.clients) {
            this.sendMetrics(client, overview);
        }
    }

    /** As the document shows it, with statusDistribution subscribed and never sent. */
    sendMetrics(client, overview) {
        const { subscription } = client;
        const message = { type: 'metrics', timestamp: new Date().toISOString(), data: {} };
        if (subscription.overview) {
            message.data.overview = overview ?? this.realtimeOverview();
        }
        if (subscription.requestRate) {
            message.data.requestRate = this.traffic.requestRate(ranges['15m']);
        }
        if (subscription.latencyPercentiles) {
            message.data.latencyPercentiles = this.traffic.latencyPercentiles(ranges['15m']);
        }
        if (subscription.topEndpoints) {
            message.data.topEndpoints = this.traffic.topEndpoints(ranges['1h'], 10);
        }
        this.send(client, message);
        this.messagesSent.push({ timestamp: message.timestamp, overview: message.data.overview ?? null });
        if (this.messagesSent.length > rememberedMessages) {
            this.messagesSent.shift();
        }
    }

    send(client, message) {
        this.sendText(client, JSON.stringify(message));
    }

    sendText(client, text) {
        if (client.readyState === client.OPEN) {
            client.send(text);
        }
    }

    sendTextToAll(text) {
        for (const client of this.stream.clients) {
            this.sendText(client, text);
        }
    }

    /** The document names broadcastAlert() and leaves the message type open; `type` chooses one. */
    broadcastAlert({ type = 'alert', ...fields }) {
        const ruleId = fields.ruleId ?? 'high-error-rate';
        const alert = {
            id: `alert_${Date.now().toString(36)}`,
            ruleId,
            ruleName: 'High Error Rate',
            severity: 'critical',
            status: 'active',
            message: 'error_rate is 7.42 (threshold: > 5)',
            triggeredAt: new Date().toISOString(),
            currentValue: 7.42,
            threshold: 5,
            ...fields,
        };
        if (alert.status === 'active') {
            this.alerts.set(ruleId, alert);
        } else {
            this.alerts.delete(ruleId);
        }
        this.sendTextToAll(JSON.stringify({ type, timestamp: new Date().toISOString(), data: alert }));
        return alert;
    }

    realtimeOverview() {
        const { total, successful, failed, rateLimited, latencyMs } = this.totals;
        const window = this.recent.filter(({ time }) => time > Date.now() - 60_000);
        const seconds = Math.max(1, (Date.now() - (window[0]?.time ?? Date.now())) / 1000);
        const latencies = window.flatMap((slice) => slice.latencies);
        const requests = window.reduce((sum, slice) => sum + slice.count, 0);
        const errors = window.reduce((sum, slice) => sum + slice.failed, 0);
        return {
            timestamp: new Date().toISOString(),
            requestsPerSecond: requests / seconds,
            avgLatency: total > 0 ? latencyMs / total : 0,
            p95Latency: percentiles(latencies).p95,
            p99Latency: percentiles(latencies).p99,
            errorRate: requests > 0 ? (errors / requests) * 100 : 0,
            totalRequests: total,
            successfulRequests: successful,
            failedRequests: String(failed), // as a database counts
            rateLimitedRequests: String(rateLimited),
            activeConnections: Math.round(60 * swell(Date.now(), 5)),
            healthyBackends: backends.length - this.brokenBackends.size,
            totalBackends: backends.length,
        };
    }

    tick(seconds, now) {
        const slice = { time: now, count: 0, failed: 0, latencies: [] };
        const note = ({ code, latency }) => {
            const success = code >= 200 && code < 400;
            ++slice.count;
            slice.failed += success ? 0 : 1;
            slice.latencies.push(latency);
            ++this.totals.total;
            this.totals[success ? 'successful' : 'failed'] += 1;
            this.totals.rateLimited += code === 429 ? 1 : 0;
            this.totals.latencyMs += latency;
        };
        const usual = this.random.poisson(38 * swell(now, this.phase) * seconds);
        for (let i = 0; i < usual; ++i) {
            note(this.traffic.record(now, this.faults.latencyMs));
        }
        const injected = this.random.poisson(this.faults.errorsPerSecond * seconds);
        for (let i = 0; i < injected; ++i) {
            note(this.traffic.record(now, this.faults.latencyMs, 502));
        }
        this.recent.push(slice);
        while (this.recent[0].time < now - 60_000) {
            this.recent.shift();
        }
    }

    routes(app) {
        serveMetrics(app, this.registry);
        const range = (request) => ranges[request.query.range ?? '1h'] ?? ranges['1h'];
        const give = (path, data) =>
            app.get(`/api/metrics/${path}`, (request, response) => {
                const failure = this.restFailures.get(path);
                response.json(failure === undefined ? { success: true, data: data(request) } : { success: false, error: failure });
            });
        give('overview', (request) => this.traffic.overview(range(request)));
        give('realtime', () => this.realtimeOverview());
        give('request-rate', (request) => this.traffic.requestRate(range(request)));
        give('latency', (request) => this.traffic.latencyPercentiles(range(request)));
        give('top-endpoints', (request) =>
            this.traffic.topEndpoints(range(request), Number.parseInt(request.query.limit, 10) || 10));
        give('status-distribution', (request) => this.traffic.statusDistribution(range(request)));
        give('backends', () => this.backendHealth());
    }

    backendHealth() {
        const rows = backends.map((name) => {
            const broken = this.brokenBackends.has(name);
            return {
                name,
                status: broken ? 'unhealthy' : 'healthy',
                responseTimeMs: broken ? null : Math.round(this.random.logNormal(18, 0.4) * 10) / 10,
                circuitBreaker: { state: this.breakers.get(name) ?? 'closed', failures: broken ? 5 : 0 },
            };
        });
        const healthy = rows.filter(({ status }) => status === 'healthy').length;
        return { summary: { total: rows.length, healthy, unhealthy: rows.length - healthy }, backends: rows };
    }

    state() {
        return {
            ...super.state(),
            clients: this.stream?.clients.size ?? 0,
            subscriptions: [...(this.stream?.clients ?? [])].map(({ subscription }) => subscription),
            messagesSent: this.messagesSent.length,
            totals: this.totals,
            brokenBackends: [...this.brokenBackends],
        };
    }
}
