// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import express from 'express';
import http from 'node:http';
import { Random } from './random.mjs';

/**
 * One service of the fleet: an Express application on a port of its own that can be hurt and healed.
 *
 * A subclass defines routes(), tick(seconds) and, where it counts since its start, reset().
 */
export class Service {
    constructor(name, options, phase) {
        this.name = name;
        this.options = options;
        this.phase = phase;
        this.port = options.ports[name] ?? 0;
        this.random = new Random(options.seed * 1000 + phase * 7919);
        this.server = null;
        this.heal();
    }

    /** Takes back every fault but a kill. */
    heal() {
        this.faults = { errorsPerSecond: 0, latencyMs: 0, silentUntil: 0, refusing: false, monitoring: true };
    }

    get url() {
        return `http://127.0.0.1:${this.port}`;
    }

    get alive() {
        return this.server !== null;
    }

    get silentMs() {
        return Math.max(0, this.faults.silentUntil - Date.now());
    }

    async start() {
        if (this.server) {
            return;
        }
        const app = express();
        app.disable('x-powered-by');
        app.use(async (request, response, next) => {
            if (this.silentMs > 0) {
                await new Promise((resolve) => setTimeout(resolve, this.silentMs));
            }
            if (this.faults.refusing) {
                response.status(503).type('text').send('the service refuses connections\n');
                return;
            }
            next();
        });
        this.routes(app);
        const server = http.createServer(app);
        this.attach(server);
        await new Promise((resolve, reject) => {
            server.once('error', reject);
            server.listen(this.port, '127.0.0.1', resolve);
        });
        this.port = server.address().port;
        this.server = server;
        this.lastTick = Date.now();
        this.timer = setInterval(() => this.advance(), this.options.tickMs);
    }

    /** Stops at once: the port refuses connections, open ones are cut. */
    async stop() {
        const server = this.server;
        if (!server) {
            return;
        }
        this.server = null;
        clearInterval(this.timer);
        const closed = new Promise((resolve) => server.close(resolve)); // nobody new while the others are sent away
        await this.detach();
        server.closeAllConnections();
        await closed;
    }

    /** A new process on the same port: what was counted since the start begins again. */
    async restart(downMs = 0) {
        await this.stop();
        this.reset();
        if (downMs > 0) {
            await new Promise((resolve) => setTimeout(resolve, downMs));
        }
        await this.start();
    }

    advance() {
        const now = Date.now();
        const seconds = Math.min(5, (now - this.lastTick) / 1000);
        this.lastTick = now;
        this.tick(seconds, now);
    }

    /** Takes a metric out of the exposition, as a version of the service that does not have it yet, or puts it back. */
    expose(name, exposed) {
        this.hidden ??= new Map();
        const metric = this.hidden.get(name) ?? this.registry?.getSingleMetric(name);
        if (!metric) {
            throw new Error(`${this.name} has no metric "${name}"`);
        }
        if (exposed) {
            this.hidden.delete(name);
            if (!this.registry.getSingleMetric(name)) {
                this.registry.registerMetric(metric);
            }
        } else {
            this.hidden.set(name, metric);
            this.registry.removeSingleMetric(name);
        }
    }

    attach(_server) {}
    async detach() {}
    reset() {}
    state() {
        return { url: this.url, alive: this.alive, faults: this.faults };
    }
}

/** Serves a prom-client registry as text, for scraping. */
export function serveMetrics(app, registry, path = '/metrics') {
    app.get(path, async (_request, response) => {
        response.set('Content-Type', registry.contentType);
        response.end(await registry.metrics());
    });
}
