// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import { randomUUID } from 'node:crypto';

export const healthCheckTypes = ['http', 'tcp', 'database', 'redis', 'external-api', 'disk', 'memory', 'custom'];
export const alertTypes = ['threshold', 'anomaly', 'error-rate', 'downtime', 'performance', 'custom'];
export const severities = ['info', 'warning', 'error', 'critical'];
export const operators = ['>', '>=', '<', '<=', '==', '!='];
export const channels = ['email', 'slack', 'webhook', 'sms'];
export const metricTypes = ['counter', 'gauge', 'histogram', 'summary'];
export const widgetTypes = ['line', 'bar', 'gauge', 'number', 'table', 'logs', 'alerts'];
export const logLevels = ['debug', 'info', 'warn', 'error'];

/** A refusal in the document's words: `code` is one of its common error codes. */
export class MonitoringError extends Error {
    constructor(status, code, message, details = undefined) {
        super(message);
        this.name = 'MonitoringError';
        this.status = status;
        this.code = code;
        this.details = details;
    }
}

/** Checks a body field by field, and tells all that is wrong with it at once. */
export class BodyCheck {
    constructor(body) {
        this.body = body !== null && typeof body === 'object' && !Array.isArray(body) ? body : {};
        this.faults = [];
    }

    fault(path, message) {
        this.faults.push({ path, message });
    }

    text(path, fallback) {
        const value = this.body[path] ?? fallback;
        if (typeof value !== 'string' || value === '') {
            this.fault(path, 'a text is required');
        }
        return value;
    }

    choice(path, choices, fallback) {
        const value = this.body[path] ?? fallback;
        if (!choices.includes(value)) {
            this.fault(path, `must be one of ${choices.join(', ')}`);
        }
        return value;
    }

    number(path, low, high, fallback) {
        const value = this.body[path] ?? fallback;
        if (typeof value !== 'number' || !Number.isFinite(value) || value < low || value > high) {
            this.fault(path, `must be a number from ${low} to ${high}`);
        }
        return value;
    }

    boolean(path, fallback) {
        const value = this.body[path] ?? fallback;
        if (typeof value !== 'boolean') {
            this.fault(path, 'must be true or false');
        }
        return value;
    }

    done() {
        if (this.faults.length > 0) {
            throw new MonitoringError(400, 'VALIDATION_ERROR', 'Invalid configuration', this.faults);
        }
    }
}

/** The rows of one table, found by id. */
export class Table {
    constructor(name) {
        this.name = name;
        this.rows = new Map();
    }

    add(row) {
        const stored = { id: `c${randomUUID().replaceAll('-', '').slice(0, 24)}`, ...row };
        this.rows.set(stored.id, stored);
        return stored;
    }

    get(id) {
        const row = this.rows.get(id);
        if (!row) {
            throw new MonitoringError(404, 'NOT_FOUND', `${this.name} ${id} does not exist`);
        }
        return row;
    }

    remove(id) {
        this.get(id);
        this.rows.delete(id);
    }

    all() {
        return [...this.rows.values()];
    }
}

/** A row of the HealthCheck table. */
export function healthCheckFrom(body) {
    const check = new BodyCheck(body);
    const row = {
        name: check.text('name'),
        type: check.choice('type', healthCheckTypes),
        target: check.text('target'),
        interval: check.number('interval', 10, 300, 60), // "Variable (10s - 5m)"
        timeout: check.number('timeout', 1, 60, 5),
        retries: check.number('retries', 0, 10, 3),
        config: check.body.config ?? null,
        isActive: check.boolean('isActive', true),
        createdAt: new Date().toISOString(),
    };
    check.done();
    return row;
}

/** A row of the MonitoringAlert table; `before` is what an update changes. */
export function alertFrom(body, before = undefined) {
    const check = new BodyCheck({ ...before, ...body });
    const row = {
        name: check.text('name'),
        type: check.choice('type', alertTypes),
        severity: check.choice('severity', severities, 'warning'),
        condition: check.body.condition ?? null,
        channels: check.body.channels ?? [],
        cooldown: check.number('cooldown', 0, 86_400, 300),
        isActive: check.boolean('isActive', true),
        lastTriggered: before?.lastTriggered ?? null,
        createdAt: before?.createdAt ?? new Date().toISOString(),
        updatedAt: new Date().toISOString(),
    };
    const { condition } = row;
    if (condition === null || typeof condition !== 'object' || typeof condition.metric !== 'string'
        || !operators.includes(condition.operator) || typeof condition.threshold !== 'number') {
        check.fault('condition', `needs metric, threshold and an operator of ${operators.join(' ')}`);
    }
    if (!Array.isArray(row.channels) || row.channels.some(({ type } = {}) => !channels.includes(type))) {
        check.fault('channels', `a list of {type, config}; the type is one of ${channels.join(', ')}`);
    }
    check.done();
    return row;
}

export function dashboardFrom(body) {
    const check = new BodyCheck(body);
    const row = {
        name: check.text('name'),
        description: check.body.description ?? '',
        isPublic: check.boolean('isPublic', false),
        refreshInterval: check.number('refreshInterval', 0, 3600, 30),
        widgets: check.body.widgets ?? [],
        createdAt: new Date().toISOString(),
    };
    if (!Array.isArray(row.widgets) || row.widgets.some(({ type } = {}) => !widgetTypes.includes(type))) {
        check.fault('widgets', `a list of {type, title, position}; the type is one of ${widgetTypes.join(', ')}`);
    }
    check.done();
    return row;
}

export function customMetricFrom(body) {
    const check = new BodyCheck(body);
    const metric = {
        name: check.text('name'),
        type: check.choice('type', metricTypes),
        value: check.number('value', -Number.MAX_VALUE, Number.MAX_VALUE),
        tags: check.body.tags ?? {},
    };
    if (typeof metric.name === 'string' && !/^[a-zA-Z_][a-zA-Z0-9_.]*$/.test(metric.name)) {
        check.fault('name', 'letters, digits, "_" and "."');
    }
    if (metric.type === 'counter' && metric.value < 0) {
        check.fault('value', 'a counter does not go down');
    }
    check.done();
    return metric;
}
