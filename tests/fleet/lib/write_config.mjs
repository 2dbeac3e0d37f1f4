// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** The nocturne.yml that watches the fleet where it runs now. */
export function nocturneConfig(urls, { nodeExporter, rules, tokenFile } = {}) {
    const address = (url) => new URL(url).host;
    const jobs = [
        ['sessions', address(urls.sessions)],
        ['events', address(urls.events)],
        ['gateway', address(urls.gateway)],
        ['platform', address(urls.platform)],
        ['burstlet', address(urls.burstlet)],
        ...(nodeExporter ? [['node', nodeExporter]] : []),
    ];
    const scrape = jobs.map(([job, target]) => [
        `  - job_name: ${job}`,
        '    static_configs:',
        `      - targets: ["${target}"]`,
    ].join('\n'));
    const check = (name, type, target, ...more) => [
        `  - name: ${name}`,
        `    type: ${type}`,
        `    ${type === 'tcp' ? 'target' : 'url'}: "${target}"`,
        '    interval: 5s',
        '    timeout: 2s',
        ...more.map((line) => `    ${line}`),
    ].join('\n');
    return [
        '# Written by the demonstration fleet for the ports it runs on now.',
        'global:',
        '  scrape_interval: 5s',
        '  evaluation_interval: 5s',
        ...(rules ? ['rule_files:', `  - "${rules}"`] : []),
        'scrape_configs:',
        ...scrape,
        'health_checks:',
        check('platform-ready', 'http_json', urls.ready),
        check('platform-live', 'http_json', urls.live),
        check('sessions-http', 'http', `${urls.sessions}/metrics`, 'depends_on: [gateway-tcp]'),
        check('gateway-tcp', 'tcp', address(urls.gateway)),
        'health_groups:',
        '  - {name: platform, members: [platform-ready, platform-live], interval: 5s}',
        '  - {name: sign-in, members: [gateway-tcp, sessions-http, platform-live], aggregation: quorum, quorum: 2, interval: 5s}',
        'datasources:',
        '  burstlets:',
        '    - name: burstlet',
        `      url: "${urls.burstlet}"`,
        '      refresh_interval: 5s',
        `      authorization: {credentials_file: "${tokenFile}"}`,
        'streams:',
        '  - name: gateway',
        '    type: aegis',
        `    url: "${urls.stream}"`,
        `    rest_url: "${urls.rest}"`,
        '  - name: events',
        '    type: json',
        '    protocol: socket.io',
        `    url: "${urls.events.replace('http', 'ws')}"`,
        '    mapping:',
        '      samples:',
        '        - {name: demo_events_total, labels: {event: "$[0]"}}',
        '',
    ].join('\n');
}

/** Beside it goes a file with the token of the Burstlet service, `path`.token. */
export async function writeConfig(path, urls, { burstletToken, ...options }) {
    const tokenFile = `${resolve(path)}.token`;
    await writeFile(tokenFile, `${burstletToken}\n`, { mode: 0o600 });
    await writeFile(path, nocturneConfig(urls, { ...options, tokenFile }), { mode: 0o600 });
}
