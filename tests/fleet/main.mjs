// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { fstatSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Control } from './lib/control.mjs';
import { writeConfig } from './lib/write_config.mjs';
import { BurstletService } from './services/burstlet.mjs';
import { EventService } from './services/events.mjs';
import { GatewayService } from './services/gateway.mjs';
import { PlatformService } from './services/platform.mjs';
import { SessionService } from './services/sessions.mjs';

const names = ['sessions', 'events', 'gateway', 'platform', 'burstlet', 'control'];
const usage = `usage: node main.mjs [options]
  --sessions PORT --events PORT --gateway PORT --platform PORT --burstlet PORT
  --control PORT        
                          ports; each is chosen by the system when left out
  --seed N                start of the random numbers (1)
  --interval MS           update interval of the gateway's stream (1000)
  --tick MS               how often the simulated traffic moves on (250)
  --bucket SECONDS        width of the gateway's time buckets (10)
  --database-interval MS  how often the session service counts its tables (60000)
  --socket-ping MS        how often the event service's Socket.IO pings (25000)
  --token TEXT            bearer token that the stream demands
  --burstlet-token TEXT   bearer token that all endpoints of the burstlet module but its health demand (burstlet)
  --transport-label       the event service counts its connections by transport
  --platform-prefix TEXT  stands before the names of the platform's metrics
  --trouble-after SECONDS the event service begins to fail by itself, as after POST /control/errors
  --write-config FILE     write a nocturne.yml that watches the fleet
  --rules FILE            rule file to name in it
  --node-exporter H:P     node_exporter to name in it

Stops on SIGTERM, SIGINT, and when its standard input is a pipe that ends.
`;

function readOptions() {
    const text = { type: 'string' };
    const { values } = parseArgs({
        options: {
            ...Object.fromEntries(names.map((name) => [name, text])),
            seed: text, interval: text, tick: text, bucket: text, 'database-interval': text, 'socket-ping': text,
            token: text,
            'burstlet-token': text, 'platform-prefix': text,
            'trouble-after': text, 'write-config': text, rules: text, 'node-exporter': text,
            'transport-label': { type: 'boolean' }, help: { type: 'boolean' },
        },
    });
    if (values.help) {
        process.stdout.write(usage);
        process.exit(0);
    }
    const number = (name, fallback) => {
        const value = values[name] === undefined ? fallback : Number(values[name]);
        if (!Number.isFinite(value) || value < 0) {
            throw new Error(`--${name} needs a number, not "${values[name]}"`);
        }
        return value;
    };
    return {
        ports: Object.fromEntries(names.map((name) => [name, number(name, 0)])),
        seed: number('seed', 1),
        updateIntervalMs: number('interval', 1000),
        tickMs: number('tick', 250),
        bucketSeconds: number('bucket', 10),
        databaseIntervalMs: number('database-interval', 60_000),
        socketPingMs: number('socket-ping', 25_000),
        token: values.token,
        burstletToken: values['burstlet-token'] ?? 'burstlet',
        transportLabel: values['transport-label'] ?? false,
        platformPrefix: values['platform-prefix'] ?? '',
        troubleAfterSeconds: values['trouble-after'] === undefined ? undefined : number('trouble-after'),
        configFile: values['write-config'],
        rules: values.rules,
        nodeExporter: values['node-exporter'],
    };
}

/** A parent that holds our input ends us by leaving; a terminal or /dev/null is no such parent. */
function inputIsPipe() {
    try {
        const input = fstatSync(0);
        return input.isFIFO() || input.isSocket();
    } catch {
        return false;
    }
}

async function main() {
    const options = readOptions();
    const services = {
        sessions: new SessionService(options),
        events: new EventService(options),
        gateway: new GatewayService(options),
        platform: new PlatformService(options),
        burstlet: new BurstletService(options),
    };
    for (const service of Object.values(services)) {
        await service.start();
    }
    const control = new Control(services, options.ports.control);
    await control.start();

    const stop = async () => {
        control.stop();
        await Promise.all(Object.values(services).map((service) => service.stop()));
        process.exit(0);
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    if (inputIsPipe()) {
        process.stdin.on('end', stop).on('error', () => {}).resume();
    }

    const { sessions, events, gateway, platform, burstlet } = services;
    const urls = {
        sessions: sessions.url,
        events: events.url,
        gateway: gateway.url,
        platform: platform.url,
        burstlet: burstlet.url,
        monitoring: `${burstlet.url}/api/v1/monitoring`,
        stream: `${gateway.url.replace('http', 'ws')}/ws/metrics`,
        rest: `${gateway.url}/api/metrics`,
        health: `${platform.url}/health`,
        live: `${platform.url}/health/live`,
        ready: `${platform.url}/health/ready`,
        control: `http://127.0.0.1:${control.port}`,
    };
    if (options.configFile) {
        await writeConfig(options.configFile, urls, options);
    }
    process.stdout.write(`${JSON.stringify(urls)}\n`);
    if (options.troubleAfterSeconds !== undefined) {
        setTimeout(() => {
            events.faults.errorsPerSecond = 5;
        }, options.troubleAfterSeconds * 1000).unref();
    }
}

main().catch((error) => {
    process.stderr.write(`fleet: ${error.message}\n`);
    process.exit(1);
});
