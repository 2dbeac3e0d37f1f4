// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import express from 'express';
import http from 'node:http';

/** The hands that hurt and heal: one POST per fault, on a port of its own. README.md lists them. */
export class Control {
    constructor(services, port) {
        this.services = services;
        this.port = port;
    }

    async start() {
        const app = express();
        app.disable('x-powered-by');
        app.use(express.json({ strict: false }));
        this.routes(app);
        app.use((error, _request, response, _next) => {
            response.status(400).json({ ok: false, error: error.message });
        });
        this.server = http.createServer(app);
        await new Promise((resolve, reject) => {
            this.server.once('error', reject);
            this.server.listen(this.port, '127.0.0.1', resolve);
        });
        this.port = this.server.address().port;
    }

    stop() {
        this.server.close();
        this.server.closeAllConnections();
    }

    service(request, fallback) {
        const name = request.body?.service ?? fallback;
        const service = this.services[name];
        if (!service) {
            throw new Error(`no service "${name}": use one of ${Object.keys(this.services).join(', ')}`);
        }
        return service;
    }

    routes(app) {
        const { gateway, platform, events, burstlet } = this.services;
        const command = (name, act) =>
            app.post(`/control/${name}`, async (request, response) => {
                const result = await act(request, request.body ?? {});
                response.json({ ok: true, ...(result === undefined ? {} : { result }) });
            });

        app.get('/control/state', (_request, response) => {
            response.json(Object.fromEntries(
                Object.entries(this.services).map(([name, service]) => [name, service.state()])));
        });
        app.get('/control/sent', (_request, response) => response.json(gateway.messagesSent));

        command('errors', (request, { rate = 5 }) => {
            this.service(request, 'events').faults.errorsPerSecond = Number(rate);
        });
        command('latency', (request, { milliseconds = 800 }) => {
            this.service(request, 'events').faults.latencyMs = Number(milliseconds);
        });
        command('emit', (_request, fields) => events.emitNow(fields));
        command('drop', (_request, { share = 0.5 }) => events.drop(Number(share)));
        command('component', (_request, { name, remove = false, ...state }) => {
            if (typeof name !== 'string') {
                throw new Error('"name" of the component is missing');
            }
            if (remove) {
                delete platform.components[name];
            } else {
                platform.components[name] = { status: 'up', ...state };
            }
        });
        command('health-text', (_request, { text }) => {
            platform.healthText = text;
        });
        command('monitoring', (request, { enabled = false }) => {
            this.service(request, 'platform').faults.monitoring = Boolean(enabled);
        });
        command('rest-fail', (_request, { path, error = 'told to fail' }) => {
            gateway.restFailures.set(String(path), String(error));
        });
        command('backend', (_request, { name, healthy = false, circuit }) => {
            gateway.breakers.set(name, circuit ?? (healthy ? 'closed' : 'open'));
            if (healthy) {
                gateway.brokenBackends.delete(name);
            } else {
                gateway.brokenBackends.add(name);
            }
        });
        command('expose', (request, { metric, exposed = true }) =>
            this.service(request, 'events').expose(String(metric), Boolean(exposed)));
        command('stale', (_request, { job, seconds = 86_400 }) => platform.age(String(job), Number(seconds)));
        command('check', (_request, { name, healthy = false }) => {
            if (healthy) {
                burstlet.brokenChecks.delete(name);
            } else {
                burstlet.brokenChecks.add(name);
            }
        });
        command('burstlet-fail', (_request, { endpoint, status = 500, code = 'COLLECTION_ERROR', message = 'told to fail' }) => {
            if (typeof endpoint !== 'string') {
                throw new Error('"endpoint" is missing: write it as in "GET /metrics"');
            }
            burstlet.failures.set(endpoint, { status, code, message });
        });
        command('burstlet-alert', (_request, { name, value = 99 }) => {
            const alert = burstlet.alerts.all().find((row) => name === undefined || row.name === name);
            if (!alert) {
                throw new Error(`no alert "${name}"`);
            }
            return burstlet.triggerAlert(alert, Number(value));
        });
        command('burstlet-log', (_request, { level = 'info', service = 'api', message = 'told to log', metadata = null }) =>
            burstlet.log(level, service, message, metadata));
        command('restart', (request, { downMs = 0 }) => this.service(request, 'gateway').restart(Number(downMs)));
        command('kill', (request) => this.service(request, 'gateway').stop());
        command('restore', (request) => this.service(request, 'gateway').start());
        command('refuse', (request, { refused = true }) => {
            this.service(request, 'gateway').faults.refusing = Boolean(refused);
        });
        command('gap', (request, { seconds = 10 }) => {
            this.service(request, 'gateway').faults.silentUntil = Date.now() + 1000 * Number(seconds);
        });
        command('alert', (_request, alert) => gateway.broadcastAlert(alert));
        command('send', (_request, { text = '' }) => gateway.sendTextToAll(String(text)));
        command('heal', async () => {
            platform.healthText = undefined;
            for (const service of Object.values(this.services)) {
                service.heal();
                await service.start();
            }
        });
    }
}
