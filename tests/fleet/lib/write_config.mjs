// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { writeFile } from 'node:fs/promises';

/** The nocturne.yml that watches the fleet where it runs now. */
export function nocturneConfig(urls, { nodeExporter, rules } = {}) {
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
    const check = (name, type, target) => [
        `  - name: ${name}`,
        `    type: ${type}`,
        `    ${type === 'tcp' ? 'target' : 'url'}: "${target}"`,
        '    interval: 5s',
        '    timeout: 2s',
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
        check('sessions-http', 'http', `${urls.sessions}/metrics`),
        check('gateway-tcp', 'tcp', address(urls.gateway)),
        'streams:',
        '  - name: gateway',
        '    type: aegis',
        `    url: "${urls.stream}"`,
        `    rest_url: "${urls.rest}"`,
        '',
    ].join('\n');
}

export async function writeConfig(path, urls, options) {
    await writeFile(path, nocturneConfig(urls, options), { mode: 0o600 });
}
