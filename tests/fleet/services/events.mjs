// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { Server as SocketServer } from 'socket.io';
import { swell } from '../lib/random.mjs';
import { Service, serveMetrics } from '../lib/service.mjs';

const emitted = {
    'agent:status': 2.4, 'task:progress': 6.8, 'task:completed': 0.9, 'task:failed': 0.06,
    'message:new': 1.7, 'draft:pending': 0.35, 'activity:log': 3.9,
};
const received = { task_assign: 0.8, draft_approve: 0.3, draft_reject: 0.07, message_send: 1.5, state_sync: 0.6 };
const failing = ['task_assign', 'draft_approve', 'draft_reject', 'message_send'];
const usualConnections = 120;
const meanLifeSeconds = 240;

/** The WebSocket service: its documented websocket_* metrics, on a real Socket.IO server. */
export class EventService extends Service {
    constructor(options) {
        super('events', options, 2);
        this.reset();
    }

    reset() {
        this.registry = new Registry();
        const registers = [this.registry];
        collectDefaultMetrics({ register: this.registry });
        const metric = (Type, name, help, labelNames = [], extra = {}) =>
            new Type({ name, help, labelNames, registers, ...extra });

        const transport = this.options.transportLabel ? ['transport'] : [];
        this.active = metric(Gauge, 'websocket_active_connections', 'Current number of active WebSocket connections', transport);
        this.connected = metric(Counter, 'websocket_connections_total',
            'Total number of WebSocket connections established since server start', transport);
        this.disconnected = metric(Counter, 'websocket_disconnections_total',
            'Total number of WebSocket disconnections since server start', transport);
        this.duration = metric(Histogram, 'websocket_connection_duration_seconds',
            'Distribution of WebSocket connection durations in seconds', [],
            { buckets: [1, 5, 15, 30, 60, 300, 600, 1800, 3600] });
        this.emitted = metric(Counter, 'websocket_events_emitted_total',
            'Total number of server to client events emitted', ['event_type']);
        this.received = metric(Counter, 'websocket_events_received_total',
            'Total number of client to server events received', ['event_type']);
        this.errors = metric(Counter, 'websocket_event_errors_total',
            'Total number of WebSocket event handler errors', ['event_type']);
        this.latency = metric(Histogram, 'websocket_event_latency_milliseconds',
            'End-to-end latency from EventBus emission to WebSocket client delivery', ['event_type'],
            { buckets: [1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500] });
        // Registered and never observed: "not yet implemented", says the document.
        this.heartbeat = metric(Histogram, 'websocket_heartbeat_rtt_milliseconds',
            'Round-trip time for WebSocket heartbeat pings', [],
            { buckets: [1, 5, 10, 25, 50, 100, 250, 500, 1000] });
        this.initialState = metric(Histogram, 'websocket_initial_state_latency_milliseconds',
            'Time taken to fetch and send initial state to connecting clients', [],
            { buckets: [10, 25, 50, 100, 250, 500, 1000, 2500, 5000] });

        for (const type of Object.keys(emitted)) {
            this.emitted.inc({ event_type: type }, 0);
            this.latency.zero({ event_type: type });
        }
        for (const type of Object.keys(received)) {
            this.received.inc({ event_type: type }, 0);
        }
        for (const type of failing) {
            this.errors.inc({ event_type: type }, 0);
        }
        this.sessions = [];
        const now = Date.now();
        for (let i = 0; i < usualConnections; ++i) {
            this.sessions.push(this.newSession(now - this.random.between(0, 300_000)));
        }
        this.sockets = 0;
        this.sessions.forEach((session) => this.connected.inc(this.labelsOf(session)));
        this.showActive();
    }

    /** With labels, every fourth one polls. */
    newSession(started) {
        const polls = this.options.transportLabel && this.random.chance(0.25);
        return { started, ends: Date.now() + 1000 * this.random.exponential(meanLifeSeconds), polls };
    }

    /** The label that the document announces for a later version; without the option there is none. */
    labelsOf({ polls = false } = {}) {
        return this.options.transportLabel ? { transport: polls ? 'polling' : 'websocket' } : {};
    }

    routes(app) {
        serveMetrics(app, this.registry);
    }

    attach(server) {
        const pingInterval = this.options.socketPingMs;
        this.io = new SocketServer(server, { serveClient: false, pingInterval, pingTimeout: pingInterval });
        this.io.on('connection', (socket) => this.welcome(socket));
        const admin = this.io.of('/admin');
        admin.use((socket, next) => next(socket.handshake.auth.token === 'admin' ? undefined : new Error('not authorized')));
        admin.on('connection', (socket) => socket.emit('admin:hello', { sockets: this.sockets }));
    }

    async detach() {
        this.io.disconnectSockets(true);
        this.io.engine.close();
        this.io = null;
    }

    welcome(socket) {
        const started = Date.now();
        ++this.sockets;
        this.connected.inc(this.labelsOf());
        this.showActive();
        socket.emit('state:initial', { agents: [], tasks: [] });
        this.initialState.observe(Date.now() - started + this.faults.latencyMs);
        for (const type of Object.keys(received)) {
            socket.on(type, (_payload, acknowledge) => {
                this.received.inc({ event_type: type });
                if (typeof acknowledge === 'function') {
                    acknowledge({ ok: true });
                }
            });
        }
        socket.on('disconnect', () => {
            --this.sockets;
            this.disconnected.inc(this.labelsOf());
            this.duration.observe((Date.now() - started) / 1000);
            this.showActive();
        });
    }

    /** Emits an event to all clients of a namespace; `bytes` are an attachment of so many. */
    emitNow({ event, data = null, namespace = '/', bytes = 0 }) {
        const payload = bytes > 0 ? { ...data, attachment: Buffer.alloc(Number(bytes)) } : data;
        this.io.of(String(namespace)).emit(String(event), payload);
    }

    showActive() {
        const polling = this.options.transportLabel ? this.sessions.filter(({ polls }) => polls).length : 0;
        this.active.set(this.labelsOf(), this.sessions.length - polling + this.sockets);
        if (this.options.transportLabel) {
            this.active.set(this.labelsOf({ polls: true }), polling);
        }
    }

    /** Ends a share of all simulated connections at once, so that more leave than come. */
    drop(share) {
        const now = Date.now();
        for (const session of this.sessions) {
            if (this.random.chance(share)) {
                session.ends = now;
            }
        }
    }

    tick(seconds, now) {
        const level = swell(now, this.phase);
        this.moveSessions(seconds, now, level);
        for (const [type, rate] of Object.entries(emitted)) {
            const count = this.random.poisson(rate * level * seconds);
            for (let i = 0; i < count; ++i) {
                this.emitted.inc({ event_type: type });
                this.io?.emit(type, { at: now });
                this.latency.observe({ event_type: type }, this.random.logNormal(14, 0.9) + this.faults.latencyMs);
            }
        }
        for (const [type, rate] of Object.entries(received)) {
            this.received.inc({ event_type: type }, this.random.poisson(rate * level * seconds));
        }
        for (const type of failing) {
            const usual = 0.004 * received[type];
            const injected = this.faults.errorsPerSecond / failing.length;
            this.errors.inc({ event_type: type }, this.random.poisson((usual + injected) * seconds));
        }
    }

    moveSessions(seconds, now, level) {
        const arrivals = this.random.poisson((usualConnections / meanLifeSeconds) * level * seconds);
        for (let i = 0; i < arrivals; ++i) {
            const session = this.newSession(now);
            this.sessions.push(session);
            this.connected.inc(this.labelsOf(session));
            this.initialState.observe(this.random.logNormal(85, 0.6) + this.faults.latencyMs);
        }
        const ended = this.sessions.filter((session) => session.ends <= now);
        for (const session of ended) {
            this.disconnected.inc(this.labelsOf(session));
            this.duration.observe((now - session.started) / 1000);
        }
        this.sessions = this.sessions.filter((session) => session.ends > now);
        this.showActive();
    }
}
